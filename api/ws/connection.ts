import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Channel, ClientFrame } from '#schemas/api/feed.ts';
import type { MessageRate } from './message-rate.ts';

/** One thing a connection has subscribed to. */
export interface Subscription {
  readonly channel: Channel;
  readonly key: string;
  /** As normalised. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The version last sent, where the channel has versions. */
  readonly sentVersion?: () => number;
  /** Sends what was held back while the socket was slow. */
  readonly catchUp: () => void;
  /** Sends the present state anew; rejects when it is out of reach. */
  readonly resync: () => Promise<void> | void;
  readonly close: () => void;
}

/** The state of one feed connection. Plain data, and small: there are ten thousand of them. */
export interface FeedConnection {
  readonly webSocket: WebSocket;
  /** The upgrade's own socket: shared frames are written to it as they are. */
  readonly socket: Socket;
  readonly address: string;
  /** By channel and key. */
  readonly subscriptions: Map<string, Subscription>;
  readonly rate: MessageRate;
  readonly openedAtMs: number;
  /** Whether it has ever subscribed. */
  hasSubscribed: boolean;
  lastSentMs: number;
  lastHeardMs: number;
  lastPingMs: number;
  /** Frames of this turn of the event loop, written together at its end. */
  first: Buffer | undefined;
  rest: Buffer[] | undefined;
  /** Since when the socket has been too full to send every version; undefined while it keeps up. */
  slowSinceMs: number | undefined;
  warned: boolean;
  /** Subscriptions with something held back; made when first needed. */
  behind: Set<Subscription> | undefined;
  badFrames: number;
  /** Messages still to be worked on, in order; undefined while none is. */
  inbox: ClientFrame[] | undefined;
  /** Why it is to be closed once its messages are worked off; it is heard no more. */
  lastWord: string | undefined;
  closed: boolean;
  /** With what code we closed it; the peer need not repeat it. */
  closeCode: number | undefined;
}

export const subscriptionId = (channel: string, key: string): string => `${channel} ${key}`;

export const newConnection = (fixed: Pick<FeedConnection, 'webSocket' | 'socket' | 'address' | 'rate' | 'openedAtMs'>): FeedConnection => ({
  ...fixed,
  subscriptions: new Map(),
  hasSubscribed: false,
  lastSentMs: fixed.openedAtMs,
  lastHeardMs: fixed.openedAtMs,
  lastPingMs: fixed.openedAtMs,
  first: undefined,
  rest: undefined,
  slowSinceMs: undefined,
  warned: false,
  behind: undefined,
  badFrames: 0,
  inbox: undefined,
  lastWord: undefined,
  closed: false,
  closeCode: undefined,
});
