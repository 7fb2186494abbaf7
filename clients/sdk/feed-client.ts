import type { ClientFrame, ServerFrame } from '#schemas/api/feed.ts';
import { DEFAULT_BACKOFF } from './backoff.ts';
import { createBookExchange } from './book-exchange.ts';
import { type BookKeeper, createBookKeeper } from './book-keeper.ts';
import type { BookView } from './book-view.ts';
import { type ConnectionOptions, type ConnectionState, createFeedConnection } from './feed-connection.ts';
import type { FeedProblem, RoutesRequest } from './feed-protocol.ts';
import { createKeyedRetries } from './keyed-retries.ts';
import { latestViews } from './latest-views.ts';
import { type ChannelUpdate, createListenings, type Listening } from './listenings.ts';
import type { LocalWeights } from './place-routes.ts';
import { createTransferKeeper } from './transfer-keeper.ts';
import type { TransfersRequest, TransfersView } from './transfers-view.ts';

export interface FeedClientOptions extends ConnectionOptions {
  /** Warnings of the server (a slow reader, for one) and errors that belong to no subscription. */
  readonly onNotice?: (notice: FeedProblem) => void;
}

/** A subscription: its latest view, by call, by callback or as an async iterator that skips what was overtaken. */
export interface BookSubscription extends AsyncIterable<BookView> {
  view(): BookView;
  /** Calls back on every change; returns what ends that. */
  onChange(listener: (view: BookView) => void): () => void;
  /** The caller's own weights, applied here at once; null goes back to the server's order. Throws RangeError where nothing can be placed by them. */
  setWeights(weights: LocalWeights | null): void;
  close(): void;
}

/** A subscription to transfers: its latest view, by call, by callback or as an async iterator that skips what was overtaken. */
export interface TransfersSubscription extends AsyncIterable<TransfersView> {
  view(): TransfersView;
  /** Calls back on every change; returns what ends that. */
  onChange(listener: (view: TransfersView) => void): () => void;
  close(): void;
}

export interface FeedClient {
  connection(): ConnectionState;
  onConnection(listener: (state: ConnectionState) => void): () => void;
  /** How far the server's clock is ahead of this one, in ms; 0 until the server has answered a ping. */
  clockAheadMs(): number;
  /** Several subscriptions share one socket; the server serves one view a book on it, the latest asked for. */
  subscribe(request: RoutesRequest, options?: { weights?: LocalWeights | null; onChange?: (view: BookView) => void }): BookSubscription;
  /** Follows transfers: as they are, then each change; after a reconnect as they are by then. */
  transfers(request?: TransfersRequest, options?: { onChange?: (view: TransfersView) => void }): TransfersSubscription;
  /** Listens to a channel other than `routes`: its present state first, then each change; again after a reconnect. */
  listen(channel: string, params: Readonly<Record<string, unknown>>, listener: (update: ChannelUpdate) => void): () => void;
  /** Ends a wait between two attempts. */
  reconnectNow(): void;
  close(): void;
}

/** An end that comes once: the signal for iterators, and what is done when it fires. */
const createEnd = (atEnd: () => void) => {
  const ended = new AbortController();
  const close = () => {
    if (ended.signal.aborted) return;
    ended.abort();
    atEnd();
  };
  return { close, signal: ended.signal };
};

const subscriptionOf = (keeper: BookKeeper, remove: () => void): BookSubscription => {
  const { close, signal } = createEnd(remove);
  const { view, onChange, setWeights } = keeper;
  return { view, onChange, setWeights, close, [Symbol.asyncIterator]: () => latestViews(keeper, signal) };
};

/** A client of the feed. It connects with the first subscription and keeps every book that is subscribed to. */
export const createFeedClient = (options: FeedClientOptions): FeedClient => {
  const { now = Date.now, random = Math.random, backoff = DEFAULT_BACKOFF, onNotice = () => {} } = options;
  const connectionListeners = new Set<(state: ConnectionState) => void>();
  const retries = createKeyedRetries<BookKeeper | Listening>(backoff, random);
  let ping: { id: string; sentMs: number } | undefined;
  let clockAheadMs = 0;
  let lastId = 0;
  const nextId = () => {
    lastId += 1;
    return String(lastId);
  };

  const isLive = () => connection.state().phase === 'live';
  const send = (frame: ClientFrame) => connection.send(frame);
  const drop = (reason: string) => connection.drop(reason);
  const exchange = createBookExchange({ isLive, send, drop, nextId, now, retries, onStray: onNotice });
  const listenings = createListenings({ isLive, send, nextId, retries });

  const onOpen = () => {
    ping = { id: nextId(), sentMs: now() };
    send({ op: 'ping', id: ping.id });
    exchange.opened();
    listenings.opened();
  };

  const onFrame = (frame: ServerFrame) => {
    if (frame.type === 'warning') onNotice({ code: frame.code, detail: frame.detail });
    if (frame.type === 'pong' && frame.id === ping?.id) {
      // The server read its clock somewhere between the two readings here; the middle is the best guess.
      clockAheadMs = Math.round(Date.parse(frame.ts) - (ping.sentMs + now()) / 2);
    }
    listenings.hear(frame);
    exchange.hear(frame);
  };

  const onState = (state: ConnectionState) => {
    if (state.phase !== 'live') {
      exchange.lost();
      listenings.lost();
    }
    for (const listener of connectionListeners) listener(state);
  };

  const connection = createFeedConnection(options, {
    onOpen,
    onFrame,
    onState,
    isWanted: () => !exchange.isEmpty() || !listenings.isEmpty(),
  });

  const listen = (listening: Listening) => {
    listenings.add(listening);
    connection.open();
    return () => listenings.remove(listening);
  };

  return {
    connection: connection.state,
    onConnection: (listener) => {
      connectionListeners.add(listener);
      return () => connectionListeners.delete(listener);
    },
    clockAheadMs: () => clockAheadMs,
    subscribe: (request, { weights = null, onChange } = {}) => {
      const keeper = createBookKeeper(request, weights);
      if (onChange !== undefined) keeper.onChange(onChange);
      exchange.add(keeper);
      connection.open();
      return subscriptionOf(keeper, () => exchange.remove(keeper));
    },
    transfers: (request = {}, { onChange } = {}) => {
      const keeper = createTransferKeeper(request);
      if (onChange !== undefined) keeper.onChange(onChange);
      const { close, signal } = createEnd(listen(keeper.listening));
      return { view: keeper.view, onChange: keeper.onChange, close, [Symbol.asyncIterator]: () => latestViews(keeper, signal) };
    },
    listen: (channel, params, listener) => listen({ channel, params, listener }),
    reconnectNow: connection.reconnectNow,
    close: () => {
      retries.clear();
      connection.close();
    },
  };
};
