import { type InputError, inputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { CHANNELS, type Channel, type ClientFrame } from '#schemas/api/feed.ts';
import { pointerTo } from '../input/input-issue.ts';
import type { FeedChannel, Wish } from './channels/channel.ts';
import type { RoutesChannel } from './channels/routes-channel.ts';
import { type FeedConnection, type Subscription, subscriptionId } from './connection.ts';
import type { FeedMetrics } from './feed-metrics.ts';
import type { FeedLimits } from './limits.ts';
import type { Output } from './output.ts';

export type Channels = Readonly<Record<Exclude<Channel, 'routes'>, FeedChannel>> & { readonly routes: RoutesChannel };

export interface OperationsDeps {
  readonly channels: Channels;
  readonly limits: FeedLimits;
  readonly output: Output;
  readonly metrics: FeedMetrics;
  readonly logger: Logger;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Answers every op of a client. */
export interface Operations {
  run(connection: FeedConnection, frame: ClientFrame): Promise<void>;
}

const isChannel = (name: string): name is Channel => (CHANNELS as readonly string[]).includes(name);

const NAME_SHOWN = 64;

const OUT_OF_REACH = 'the views are out of reach right now; try again in a few seconds';

const knownChannel = (name: string): Result<Channel, InputError> =>
  isChannel(name)
    ? ok(name)
    : err(inputError('UNKNOWN_CHANNEL', '/channel', `no channel "${name.slice(0, NAME_SHOWN)}"; there are ${CHANNELS.join(', ')}`));

export const createOperations = (deps: OperationsDeps): Operations => {
  const { channels, limits, output, metrics, logger, now } = deps;

  const refuse = (connection: FeedConnection, id: string, { code, detail, pointer }: InputError) =>
    output.answer(connection, { type: 'error', id, code, detail, pointer });

  const end = (connection: FeedConnection, subscription: Subscription) => {
    connection.subscriptions.delete(subscriptionId(subscription.channel, subscription.key));
    connection.behind?.delete(subscription);
    subscription.close();
    metrics.subscribed(subscription.channel, -1);
  };

  /** One subscription a channel and key: asked for again, it goes on with the new params. */
  const begin = async (connection: FeedConnection, asked: { id: string; channel: Channel; wish: Wish; pointer: string }) => {
    const { id, channel, wish, pointer } = asked;
    const previous = connection.subscriptions.get(subscriptionId(channel, wish.key));
    if (previous === undefined && connection.subscriptions.size >= limits.subscriptionsPerConnection) {
      const detail = `this connection holds ${limits.subscriptionsPerConnection} subscriptions, as many as it may; unsubscribe from some, or open another`;
      return refuse(connection, id, inputError('TOO_MANY_SUBSCRIPTIONS', pointer, detail));
    }
    const acknowledge = () => {
      // Its socket may have closed meanwhile, and what it held has ended with it: once.
      if (previous !== undefined && connection.subscriptions.get(subscriptionId(channel, wish.key)) === previous) end(connection, previous);
      output.answer(connection, { type: 'subscribed', id, channel, key: wish.key, params: wish.params });
    };
    try {
      const subscription = await channels[channel].start({ connection, wish, acknowledge });
      metrics.subscribed(channel, 1);
      connection.subscriptions.set(subscriptionId(channel, wish.key), subscription);
      connection.hasSubscribed = true;
      if (connection.closed) end(connection, subscription);
    } catch (error) {
      logger.warn({ error: String(error), key: wish.key }, 'a subscription could not be started');
      refuse(connection, id, inputError('NOT_READY', pointer, OUT_OF_REACH));
    }
  };

  const subscribe = async (connection: FeedConnection, frame: ClientFrame & { op: 'subscribe' }) => {
    const channel = knownChannel(frame.channel);
    if (!channel.ok) return refuse(connection, frame.id, channel.error);
    const wish = channels[channel.value].parse(frame.params ?? {});
    if (!wish.ok) return refuse(connection, frame.id, wish.error);
    await begin(connection, { id: frame.id, channel: channel.value, wish: wish.value, pointer: '/params' });
  };

  const resume = async (connection: FeedConnection, frame: ClientFrame & { op: 'resume' }) => {
    const channel = knownChannel(frame.channel);
    if (!channel.ok) return refuse(connection, frame.id, channel.error);
    if (channel.value !== 'routes') {
      const detail = `"${channel.value}" has no versions; subscribe to it, and the present state comes first`;
      return refuse(connection, frame.id, inputError('INVALID_PARAMETER', '/channel', detail));
    }
    const held = Object.entries(frame.versions);
    if (held.length === 0) {
      return refuse(connection, frame.id, inputError('MISSING_PARAMETER', '/versions', 'name at least one key and the version held of it'));
    }
    for (const [key, version] of held) {
      const wish = channels.routes.parseResume(key, version, frame.params);
      const pointer = pointerTo('/versions', [key]);
      if (wish.ok) await begin(connection, { id: frame.id, channel: 'routes', wish: wish.value, pointer });
      else refuse(connection, frame.id, wish.error);
    }
  };

  const existing = (connection: FeedConnection, frame: { channel: string; key: string }): Result<Subscription, InputError> => {
    const channel = knownChannel(frame.channel);
    if (!channel.ok) return channel;
    const key = channels[channel.value].canonicalKey(frame.key);
    const subscription = connection.subscriptions.get(subscriptionId(channel.value, key));
    if (subscription !== undefined) return ok(subscription);
    return err(inputError('NOT_SUBSCRIBED', '/key', 'this connection holds no such subscription; "list" names those it holds'));
  };

  const resync = async (connection: FeedConnection, { id }: ClientFrame, subscription: Subscription) => {
    try {
      await subscription.resync();
    } catch {
      refuse(connection, id, inputError('NOT_READY', '/key', OUT_OF_REACH));
    }
  };

  return {
    run: async (connection, frame) => {
      switch (frame.op) {
        case 'subscribe':
          return subscribe(connection, frame);
        case 'resume':
          return resume(connection, frame);
        case 'ping':
          return output.answer(connection, { type: 'pong', id: frame.id, ts: new Date(now()).toISOString() });
        case 'list': {
          const subscriptions = [...connection.subscriptions.values()].map(({ channel, key, params }) => ({ channel, key, params }));
          return output.answer(connection, { type: 'subscriptions', id: frame.id, subscriptions });
        }
        case 'unsubscribe': {
          const subscription = existing(connection, frame);
          if (!subscription.ok) return refuse(connection, frame.id, subscription.error);
          end(connection, subscription.value);
          return output.answer(connection, { type: 'unsubscribed', id: frame.id, key: subscription.value.key });
        }
        case 'resync': {
          const subscription = existing(connection, frame);
          return subscription.ok ? resync(connection, frame, subscription.value) : refuse(connection, frame.id, subscription.error);
        }
      }
    },
  };
};
