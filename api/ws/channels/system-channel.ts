import { err, ok } from '#core/result.ts';
import { ALL_KEY, systemParams } from '#schemas/api/feed.ts';
import type { Readiness } from '#schemas/api/rest.ts';
import type { HealthWatch } from '../../directory/health-watch.ts';
import { inputIssue } from '../../input/input-issue.ts';
import type { Output } from '../output.ts';
import type { FeedChannel } from './channel.ts';
import { createStateTopic } from './state-topic.ts';

/** Whether all of Routebook works, and a notice whenever that changes. */
export const createSystemChannel = (deps: { health: HealthWatch; output: Output; now: () => number }): FeedChannel & { close(): void } => {
  const { health, output, now } = deps;
  const topic = createStateTopic<Readiness>({
    channel: 'system',
    render: ([state = health.readiness()]) => ({
      type: 'update',
      channel: 'system',
      key: ALL_KEY,
      ts: new Date(now()).toISOString(),
      ready: state.ready,
      missing: state.missing,
    }),
    output,
  });
  const close = health.onChange((state) => topic.publish([[ALL_KEY, state]]));

  return {
    parse: (params) => {
      const parsed = systemParams.safeParse(params ?? {});
      return parsed.success ? ok({ key: ALL_KEY, params: {} }) : err(inputIssue(parsed.error, params, '/params'));
    },
    canonicalKey: (key) => key,
    start: async (options) => topic.subscribe(options),
    close,
  };
};
