import type { ClientFrame, ServerFrame } from '#schemas/api/feed.ts';
import { type BackoffLimits, backoffMs, DEFAULT_BACKOFF } from './backoff.ts';
import { FEED_SUBPROTOCOL, readFrame } from './feed-protocol.ts';
import { createPacedSender } from './paced-sender.ts';

/** What a connection needs of a WebSocket; the browser's and Node's own have it. */
export interface FeedSocket {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
}

export type OpenSocket = (url: string, subprotocol: string) => FeedSocket;

/** Where the connection stands. `reconnecting` says when the next attempt is due, and why there must be one. */
export type ConnectionState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'connecting'; readonly attempt: number }
  | { readonly phase: 'live'; readonly sinceMs: number }
  | { readonly phase: 'reconnecting'; readonly attempt: number; readonly retryAtMs: number; readonly reason: string }
  | { readonly phase: 'closed' };

export interface ConnectionOptions {
  readonly url: string;
  readonly openSocket?: OpenSocket;
  readonly backoff?: BackoffLimits;
  /** Without a frame for this long the connection is taken for dead. The server sends one every 5 s. */
  readonly silenceMs?: number;
  readonly now?: () => number;
  readonly random?: () => number;
}

export interface ConnectionEvents {
  /** The socket is open: say again what is wanted. */
  readonly onOpen: () => void;
  readonly onFrame: (frame: ServerFrame) => void;
  readonly onState: (state: ConnectionState) => void;
  /** Whether a lost connection should be sought again. */
  readonly isWanted: () => boolean;
}

export interface FeedConnection {
  state(): ConnectionState;
  /** Connects, unless it already does or waits to. */
  open(): void;
  /** Connects at once, if it is waiting to. */
  reconnectNow(): void;
  send(frame: ClientFrame): void;
  /** Gives the socket up and seeks a new one. */
  drop(reason: string): void;
  close(): void;
}

const SILENCE_MS = 15_000;
/** Added to what a `goaway` asks for, so that its clients do not all come back in the same instant. */
const GOAWAY_SPREAD_MS = 1_000;
/** A connection that lived this long was a good one: the next failure starts from the shortest wait. */
const GOOD_AFTER_MS = 5_000;
/** A socket that has not opened by then will not. */
const OPEN_WITHIN_MS = 10_000;

const openWebSocket: OpenSocket = (url, subprotocol) => new WebSocket(url, subprotocol) as FeedSocket;

/** One socket at a time, sought again with back-off for as long as somebody wants it. */
export const createFeedConnection = (options: ConnectionOptions, events: ConnectionEvents): FeedConnection => {
  const { openSocket = openWebSocket, backoff = DEFAULT_BACKOFF, silenceMs = SILENCE_MS, now = Date.now, random = Math.random } = options;
  let state: ConnectionState = { phase: 'idle' };
  let socket: FeedSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let goawayMs: number | undefined;
  const sender = createPacedSender((text) => socket?.send(text));

  const enter = (next: ConnectionState) => {
    state = next;
    events.onState(next);
  };

  const arm = (afterMs: number, action: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(action, afterMs);
  };

  /** Cuts the socket loose first, so that nothing it still says is heard. */
  const release = () => {
    const old = socket;
    socket = undefined;
    clearTimeout(timer);
    sender.clear();
    if (old === undefined) return;
    old.onopen = null;
    old.onmessage = null;
    old.onclose = null;
    // A socket closed before it opened reports an error, which by then concerns nobody.
    old.onerror = () => {};
    old.close();
  };

  const lose = (reason: string) => {
    if (state.phase === 'closed') return;
    if (state.phase === 'live' && now() - state.sinceMs >= GOOD_AFTER_MS) failures = 0;
    release();
    if (!events.isWanted()) {
      goawayMs = undefined;
      return enter({ phase: 'idle' });
    }
    const waitMs = goawayMs === undefined ? backoffMs(failures, backoff, random) : goawayMs + Math.round(random() * GOAWAY_SPREAD_MS);
    goawayMs = undefined;
    failures += 1;
    enter({ phase: 'reconnecting', attempt: failures, retryAtMs: now() + waitMs, reason });
    arm(waitMs, connect);
  };

  const hear = (data: unknown) => {
    arm(silenceMs, () => lose(`nothing heard for ${Math.round(silenceMs / 1_000)} s`));
    const frame = readFrame(data);
    if (frame === undefined) return;
    if (frame.type === 'goaway') goawayMs = Math.max(0, frame.reconnectInMs);
    events.onFrame(frame);
  };

  const connect = () => {
    enter({ phase: 'connecting', attempt: failures });
    try {
      const opening = openSocket(options.url, FEED_SUBPROTOCOL);
      socket = opening;
      opening.onopen = () => {
        arm(silenceMs, () => lose(`nothing heard for ${Math.round(silenceMs / 1_000)} s`));
        enter({ phase: 'live', sinceMs: now() });
        events.onOpen();
      };
      opening.onmessage = (event: { data: unknown }) => hear(event.data);
      opening.onclose = (event: { code: number; reason: string }) => lose(event.reason || `closed with code ${event.code}`);
      opening.onerror = () => {};
      arm(Math.min(silenceMs, OPEN_WITHIN_MS), () => lose('the server did not answer'));
    } catch (cause) {
      lose(cause instanceof Error ? cause.message : String(cause));
    }
  };

  return {
    state: () => state,
    open: () => {
      if (state.phase === 'idle') connect();
    },
    reconnectNow: () => {
      if (state.phase !== 'reconnecting') return;
      clearTimeout(timer);
      connect();
    },
    send: (frame) => {
      if (state.phase === 'live') sender.send(JSON.stringify(frame));
    },
    drop: lose,
    close: () => {
      if (state.phase === 'closed') return;
      release();
      enter({ phase: 'closed' });
    },
  };
};
