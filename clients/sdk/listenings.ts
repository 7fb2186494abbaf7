import type { ClientFrame, ServerFrame } from '#schemas/api/feed.ts';
import { isPassing } from './feed-protocol.ts';
import type { KeyedRetries } from './keyed-retries.ts';

/** An update of one of the channels other than `routes` (`prices`, `quotes`, `system`, …), as the server sent it. */
export type ChannelUpdate = Extract<ServerFrame, { type: 'update' }>;

export interface Listening {
  readonly channel: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly listener: (update: ChannelUpdate) => void;
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

  const ask = (listening: Listening) => {
    if (!isLive() || !listenings.has(listening)) return;
    listening.id = nextId();
    send({ op: 'subscribe', id: listening.id, channel: listening.channel, params: { ...listening.params } });
  };

  const ofId = (id: string | undefined) => [...listenings].filter((listening) => id !== undefined && listening.id === id);

  const hear = (frame: ServerFrame) => {
    if (frame.type === 'update') {
      for (const { channel, key, listener } of listenings) if (channel === frame.channel && key === frame.key) listener(frame);
    } else if (frame.type === 'subscribed') {
      for (const listening of ofId(frame.id)) {
        listening.key = frame.key;
        retries.forget(listening);
      }
    } else if (frame.type === 'error' && isPassing(frame)) {
      for (const listening of ofId(frame.id)) retries.schedule(listening, () => ask(listening));
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
      const { channel, key } = listening;
      const isShared = [...listenings].some((other) => other.channel === channel && other.key === key);
      if (isLive() && key !== undefined && !isShared) send({ op: 'unsubscribe', id: nextId(), channel, key });
    },
    isEmpty: () => listenings.size === 0,
    opened: () => {
      for (const listening of listenings) ask(listening);
    },
    hear,
  };
};
