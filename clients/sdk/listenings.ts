import type { ClientFrame, ServerFrame } from '#schemas/api/feed.ts';
import { type FeedProblem, isPassing } from './feed-protocol.ts';
import type { KeyedRetries } from './keyed-retries.ts';

/** An update of one of the channels other than `routes` (`prices`, `quotes`, `system`, …), as the server sent it. */
export type ChannelUpdate = Extract<ServerFrame, { type: 'update' }>;

export interface Listening {
  readonly channel: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly listener: (update: ChannelUpdate) => void;
  /** The present state comes next. */
  readonly onSubscribed?: () => void;
  /** A refusal; one that passes by itself is asked again. */
  readonly onRefused?: (problem: FeedProblem) => void;
  /** The socket is gone: what was heard last is old. */
  readonly onLost?: () => void;
  /** Of the message that asked for it last. */
  id?: string;
  /** What the server calls it; known once it has answered. */
  key?: string;
}

/** The channels that are listened to: asked for on every new socket, and each update handed to whom it is for. */
export interface Listenings {
  add(listening: Listening): void;
  remove(listening: Listening): void;
  isEmpty(): boolean;
  opened(): void;
  lost(): void;
  hear(frame: ServerFrame): void;
}

export const createListenings = (deps: {
  readonly isLive: () => boolean;
  readonly send: (frame: ClientFrame) => void;
  readonly nextId: () => string;
  readonly retries: KeyedRetries<Listening>;
}): Listenings => {
  const { isLive, send, nextId, retries } = deps;
  const listenings = new Set<Listening>();
  /** Messages whose listener left before the answer came; an entry leaves with the answer or with the socket. */
  const abandoned = new Set<string>();

  const ask = (listening: Listening) => {
    if (!isLive() || !listenings.has(listening)) return;
    listening.id = nextId();
    send({ op: 'subscribe', id: listening.id, channel: listening.channel, params: { ...listening.params } });
  };

  const leave = (channel: string, key: string) => {
    const isShared = [...listenings].some((other) => other.channel === channel && other.key === key);
    if (isLive() && !isShared) send({ op: 'unsubscribe', id: nextId(), channel, key });
  };

  const ofId = (id: string | undefined) => [...listenings].filter((listening) => id !== undefined && listening.id === id);

  const hear = (frame: ServerFrame) => {
    if (frame.type === 'update') {
      for (const { channel, key, listener } of listenings) if (channel === frame.channel && key === frame.key) listener(frame);
    } else if (frame.type === 'subscribed') {
      for (const listening of ofId(frame.id)) {
        listening.key = frame.key;
        retries.forget(listening);
        listening.onSubscribed?.();
      }
      if (abandoned.delete(frame.id)) leave(frame.channel, frame.key);
    } else if (frame.type === 'error') {
      abandoned.delete(frame.id ?? '');
      for (const listening of ofId(frame.id)) {
        listening.onRefused?.({ code: frame.code, detail: frame.detail, ...(frame.pointer !== undefined && { pointer: frame.pointer }) });
        if (isPassing(frame)) retries.schedule(listening, () => ask(listening));
      }
    }
  };

  return {
    add: (listening) => {
      listenings.add(listening);
      ask(listening);
    },
    remove: (listening) => {
      listenings.delete(listening);
      retries.forget(listening);
      const { channel, key, id } = listening;
      if (key !== undefined) leave(channel, key);
      else if (isLive() && id !== undefined) abandoned.add(id);
    },
    isEmpty: () => listenings.size === 0,
    opened: () => {
      for (const listening of listenings) ask(listening);
    },
    lost: () => {
      abandoned.clear();
      for (const listening of listenings) listening.onLost?.();
    },
    hear,
  };
};
