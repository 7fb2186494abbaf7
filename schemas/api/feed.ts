import { z } from 'zod';
import { exclusion, weights } from './book.ts';
import { bridge, price } from './lists.ts';
import { assetName, preset, timestamp } from './primitives.ts';
import { errorCode } from './problem.ts';
import { quote } from './quote.ts';
import { route } from './route.ts';
import { transfer, unseenTransfer } from './transfer.ts';

/** The WebSocket feed: `/ws/v1`, subprotocol `routebook.v1.json`. One JSON object a text frame. */
export const FEED_PATH = '/ws/v1';
export const FEED_SUBPROTOCOL = 'routebook.v1.json';

export const CHANNELS = ['routes', 'quotes', 'transfers', 'bridges', 'prices', 'system'] as const;
export type Channel = (typeof CHANNELS)[number];
/** The key of a subscription to all of a channel: of `transfers`, `bridges`, `prices` and `system`. */
export const ALL_KEY = '*';
export const DEPTH_MAX = 20;
export const DEPTH_DEFAULT = 5;
export const MIN_INTERVAL_MS_MAX = 60_000;

/** Why a route left what the subscriber holds. */
export const REMOVAL_REASONS = ['EXPIRED', 'OUT_OF_DEPTH', 'BREAKER_OPEN', 'LIMIT', 'WITHDRAWN', 'REPLACED'] as const;
export type RemovalReason = (typeof REMOVAL_REASONS)[number];

const id = z.string().max(64).meta({ description: 'Chosen by the client; the answer carries it' });

/** Params of `routes` and `quotes`. */
export const routesParams = z
  .strictObject({
    from: assetName,
    to: assetName,
    amountIn: z.string().optional().meta({ description: 'Base units; or give amountUsd' }),
    amountUsd: z
      .string()
      .optional()
      .meta({ description: 'Rounded to two significant digits of the from-asset, so that subscribers share books' }),
    depth: z.int().min(1).max(DEPTH_MAX).default(DEPTH_DEFAULT),
    minIntervalMs: z.int().min(0).max(MIN_INTERVAL_MS_MAX).default(0),
    mode: z.enum(['delta', 'full']).default('delta'),
    preset: preset.default('best'),
  })
  .meta({ id: 'RoutesParams' });

export const quotesParams = z
  .strictObject({ from: assetName, to: assetName, amountIn: z.string().optional(), amountUsd: z.string().optional() })
  .meta({ id: 'QuotesParams' });

export const pricesParams = z
  .strictObject({ asset: assetName.optional().meta({ description: 'One asset; none means all' }) })
  .meta({ id: 'PricesParams' });

export const bridgesParams = z
  .strictObject({ bridge: z.string().max(64).optional().meta({ description: 'One bridge’s id; none means all' }) })
  .meta({ id: 'BridgesParams' });

export const transfersParams = z
  .strictObject({
    transferKey: z.string().min(1).max(300).optional(),
    transaction: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'Hash of either side’s transaction, or of a step’s that its user sent' }),
    address: z.string().max(100).optional().meta({ description: 'Sender or recipient' }),
  })
  .meta({ id: 'TransfersParams', description: 'At most one of them; none means all' });

export const systemParams = z.strictObject({}).meta({ id: 'SystemParams' });

/** Params of `resume` on `routes`: how the books were held. The keys say which. */
export const resumeParams = routesParams.pick({ depth: true, minIntervalMs: true, mode: true, preset: true }).meta({ id: 'ResumeParams' });

/** What a client sends. `params` is checked against the channel's own schema afterwards, so that errors name its fields. */
export const clientFrame = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('subscribe'), id, channel: z.string(), params: z.record(z.string(), z.unknown()).optional() }),
  z.strictObject({ op: z.literal('unsubscribe'), id, channel: z.string(), key: z.string() }),
  z.strictObject({ op: z.literal('resync'), id, channel: z.string(), key: z.string() }),
  z.strictObject({
    op: z.literal('resume'),
    id,
    channel: z.string(),
    versions: z.record(z.string(), z.int().nonnegative()),
    params: z.record(z.string(), z.unknown()).optional(),
  }),
  z.strictObject({ op: z.literal('list'), id }),
  z.strictObject({ op: z.literal('ping'), id }),
]);
export type ClientFrame = z.infer<typeof clientFrame>;

const heldBook = {
  channel: z.literal('routes'),
  key: z.string(),
  version: z.int().nonnegative(),
  asOf: timestamp,
  checksum: z.int().nonnegative(),
};

export const snapshotFrame = z
  .object({
    type: z.literal('snapshot'),
    ...heldBook,
    routes: z.array(route),
    excluded: z.array(exclusion),
    pending: z.array(z.string()),
    weights,
    volatility: z.number(),
  })
  .meta({ id: 'SnapshotFrame', description: 'The first routes of a book, whole' });

export const deltaFrame = z
  .object({
    type: z.literal('delta'),
    ...heldBook,
    prevVersion: z.int().nonnegative().meta({ description: 'The version that this subscriber was last sent for this key' }),
    upsert: z.array(route),
    remove: z.array(z.object({ routeId: z.string(), reason: z.enum(REMOVAL_REASONS) })),
    order: z.array(z.string()).meta({ description: 'Every route held after this frame, first to last; it alone gives the rank' }),
    excluded: z.array(exclusion).optional().meta({ description: 'The whole list, when it changed' }),
    pending: z.array(z.string()).optional().meta({ description: 'The whole list, when it changed' }),
    weights: weights.optional(),
    volatility: z.number().optional(),
  })
  .meta({ id: 'DeltaFrame' });

export const subscribedFrame = z
  .object({ type: z.literal('subscribed'), id, channel: z.enum(CHANNELS), key: z.string(), params: z.record(z.string(), z.unknown()) })
  .meta({ id: 'SubscribedFrame' });

/** `key` is the subscription's: a channel's item or `*`. Each array holds the present state first, then what changed. */
const update = { type: z.literal('update'), key: z.string() };

export const quotesUpdate = z
  .object({ ...update, channel: z.literal('quotes'), quotes: z.array(quote) })
  .meta({ id: 'QuotesUpdate', description: 'First the last word of each bridge as far as it is known, then each answer and failure' });
export const pricesUpdate = z.object({ ...update, channel: z.literal('prices'), prices: z.array(price) }).meta({ id: 'PricesUpdate' });
export const bridgesUpdate = z.object({ ...update, channel: z.literal('bridges'), bridges: z.array(bridge) }).meta({ id: 'BridgesUpdate' });
export const systemUpdate = z
  .object({ ...update, channel: z.literal('system'), ts: timestamp, ready: z.boolean(), missing: z.array(z.string()) })
  .meta({ id: 'SystemUpdate', description: 'Whether all of Routebook works, and what is missing where it does not' });

export const transfersUpdate = z
  .object({ ...update, channel: z.literal('transfers'), transfers: z.array(z.union([transfer, unseenTransfer])) })
  .meta({
    id: 'TransfersUpdate',
    description: 'First the present state, the newest 100 of an address or of all; then each transfer that changes',
  });

export const updateFrame = z.discriminatedUnion('channel', [quotesUpdate, transfersUpdate, pricesUpdate, bridgesUpdate, systemUpdate]);
export type UpdateFrame = z.infer<typeof updateFrame>;

export const heartbeatFrame = z
  .object({ type: z.literal('heartbeat'), ts: timestamp, versions: z.record(z.string(), z.int()) })
  .meta({ id: 'HeartbeatFrame', description: 'When nothing else went out for 5 s' });

export const errorFrame = z
  .object({ type: z.literal('error'), id: id.optional(), code: errorCode, detail: z.string(), pointer: z.string().optional() })
  .meta({ id: 'ErrorFrame' });

export const warningFrame = z
  .object({ type: z.literal('warning'), code: z.enum(['SLOW_CONSUMER']), detail: z.string() })
  .meta({ id: 'WarningFrame' });
export const goawayFrame = z.object({ type: z.literal('goaway'), reconnectInMs: z.int() }).meta({ id: 'GoawayFrame' });
export const unsubscribedFrame = z.object({ type: z.literal('unsubscribed'), id, key: z.string() }).meta({ id: 'UnsubscribedFrame' });
export const pongFrame = z.object({ type: z.literal('pong'), id, ts: timestamp }).meta({ id: 'PongFrame' });
export const subscriptionsFrame = z
  .object({
    type: z.literal('subscriptions'),
    id,
    subscriptions: z.array(z.object({ channel: z.enum(CHANNELS), key: z.string(), params: z.record(z.string(), z.unknown()) })),
  })
  .meta({ id: 'SubscriptionsFrame' });

export const serverFrame = z.discriminatedUnion('type', [
  subscribedFrame,
  unsubscribedFrame,
  snapshotFrame,
  deltaFrame,
  updateFrame,
  heartbeatFrame,
  errorFrame,
  warningFrame,
  goawayFrame,
  pongFrame,
  subscriptionsFrame,
]);
export type ServerFrame = z.infer<typeof serverFrame>;
export type SnapshotFrame = z.infer<typeof snapshotFrame>;
export type DeltaFrame = z.infer<typeof deltaFrame>;

/** Close codes of ours, beside RFC 6455's 1003, 1008, 1009 and 1012. */
export const CLOSE_CODES = { NO_SUBSCRIPTION: 4000, SLOW_CONSUMER: 4008 } as const;
