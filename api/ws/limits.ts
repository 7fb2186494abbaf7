import { DEPTH_MAX, MIN_INTERVAL_MS_MAX } from '#schemas/api/feed.ts';
import type { LimitsJson } from '#schemas/api/lists.ts';

/** A connection without a subscription is of use to nobody. */
export const FIRST_SUBSCRIPTION_WITHIN_MS = 10_000;
/** A heartbeat goes out when nothing else did for this long. */
export const HEARTBEAT_MS = 5_000;
/** How often connections are looked after: heartbeats, pings, slow readers. */
export const HOUSEKEEPING_MS = 500;
/** A WebSocket ping, for proxies that close what is silent and peers that are gone. */
export const PING_EVERY_MS = 20_000;
/** Nothing heard from the peer, pongs included, for this long: it is gone. */
export const PEER_GONE_AFTER_MS = 60_000;
/** Binary or malformed frames in a row; the last of so many closes the connection. */
export const BAD_FRAMES_IN_A_ROW = 5;
/** Messages that wait for one that is being worked on; more is a flood, whatever its rate. */
export const MESSAGES_WAITING_MAX = 1_000;
/** The burst is this many seconds' worth of messages. */
const BURST_SECONDS = 2;

/** Unread bytes above which versions are skipped: some twenty frames behind. */
export const CONFLATE_ABOVE_BYTES = 65_536;
/** Unread bytes above which the connection is closed at once: its answers alone have filled it. */
export const CLOSE_ABOVE_BYTES = 1_048_576;
/** A connection that has been conflated for so long is warned … */
export const SLOW_WARNING_AFTER_MS = 2_000;
/** … and then closed. */
export const SLOW_CLOSE_AFTER_MS = 15_000;

/** Sockets written to before the event loop turns: a pass over ten thousand would stop everything else for 0.1 s. */
export const SOCKETS_PER_SLICE = 500;
/** How exactly minIntervalMs is kept. */
export const DUE_STEP_MS = 20;

/** Told to clients at shutdown: long enough for a restart. */
export const RECONNECT_IN_MS = 1_000;
/** Between the goaway and the close. */
export const GOAWAY_GRACE_MS = 500;

export interface FeedLimits {
  readonly subscriptionsPerConnection: number;
  readonly messagesPerSecond: number;
  readonly messagesBurst: number;
  readonly frameBytes: number;
  readonly connectionsPerAddress: number;
}

export const feedLimits = (config: {
  FEED_SUBSCRIPTIONS_MAX: number;
  FEED_MESSAGES_PER_SECOND: number;
  FEED_FRAME_BYTES_MAX: number;
  FEED_CONNECTIONS_PER_ADDRESS: number;
}): FeedLimits => ({
  subscriptionsPerConnection: config.FEED_SUBSCRIPTIONS_MAX,
  messagesPerSecond: config.FEED_MESSAGES_PER_SECOND,
  messagesBurst: config.FEED_MESSAGES_PER_SECOND * BURST_SECONDS,
  frameBytes: config.FEED_FRAME_BYTES_MAX,
  connectionsPerAddress: config.FEED_CONNECTIONS_PER_ADDRESS,
});

/** As GET /limits publishes them. */
export const publishedFeedLimits = (limits: FeedLimits): LimitsJson['feed'] => ({
  ...limits,
  badFramesInARow: BAD_FRAMES_IN_A_ROW,
  firstSubscriptionWithinMs: FIRST_SUBSCRIPTION_WITHIN_MS,
  heartbeatMs: HEARTBEAT_MS,
  minIntervalMs: MIN_INTERVAL_MS_MAX,
  depth: DEPTH_MAX,
  conflateAboveBytes: CONFLATE_ABOVE_BYTES,
  closeAboveBytes: CLOSE_ABOVE_BYTES,
});
