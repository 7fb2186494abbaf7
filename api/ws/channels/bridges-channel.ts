import { inputError } from '#core/errors.ts';
import { err, ok } from '#core/result.ts';
import { ALL_KEY, bridgesParams } from '#schemas/api/feed.ts';
import type { BridgeJson } from '#schemas/api/lists.ts';
import type { BridgeBoard } from '../../directory/bridge-board.ts';
import { inputIssue } from '../../input/input-issue.ts';
import type { Output } from '../output.ts';
import type { FeedChannel } from './channel.ts';
import { createStateTopic, type StateTopic } from './state-topic.ts';

/** The bridges in use and how they fare, one or all. */
export const createBridgesChannel = (deps: { bridges: BridgeBoard; output: Output }): FeedChannel & { close(): void } => {
  const { bridges, output } = deps;
  // Bounded by the bridges in use.
  const topics = new Map<string, StateTopic<BridgeJson>>();

  const topicOf = (key: string): StateTopic<BridgeJson> => {
    const known = topics.get(key);
    if (known !== undefined) return known;
    const topic = createStateTopic<BridgeJson>({
      channel: 'bridges',
      render: (parts) => ({ type: 'update', channel: 'bridges', key, bridges: [...parts] }),
      output,
    });
    topic.publish(
      bridges
        .all()
        .filter(({ id }) => key === ALL_KEY || key === id)
        .map((bridge) => [bridge.id, bridge] as const),
    );
    topics.set(key, topic);
    return topic;
  };

  const close = bridges.onChange((changed) => {
    topics.get(ALL_KEY)?.publish(changed.map((bridge) => [bridge.id, bridge] as const));
    for (const bridge of changed) topics.get(bridge.id)?.publish([[bridge.id, bridge]]);
  });

  return {
    parse: (params) => {
      const parsed = bridgesParams.safeParse(params ?? {});
      if (!parsed.success) return err(inputIssue(parsed.error, params, '/params'));
      const { bridge } = parsed.data;
      if (bridge === undefined) return ok({ key: ALL_KEY, params: {} });
      if (!bridges.all().some(({ id }) => id === bridge)) {
        return err(inputError('UNKNOWN_BRIDGE', '/params/bridge', `no bridge "${bridge}"; GET /api/v1/bridges lists those in use`));
      }
      return ok({ key: bridge, params: { bridge } });
    },
    canonicalKey: (key) => key,
    start: async (options) => topicOf(options.wish.key).subscribe(options),
    close,
  };
};
