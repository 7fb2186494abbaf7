import { bookChecksum } from '#core/domain/checksum.ts';
import type { BookJson } from '#schemas/api/book.ts';
import type { ClientFrame, DeltaFrame, ServerFrame, SnapshotFrame } from '#schemas/api/feed.ts';
import { sampleBook } from './sample-book.ts';

/**
 * The server's side of the `routes` channel as PROTOCOL says it, in memory and without a clock: books change when told to, and
 * a subscriber is sent what it lacks when told to, so that a schedule decides what is conflated, lost or resumed.
 */
export interface ModelFeed {
  book(key: string): BookJson;
  /** Puts a new version of a book in place; sends nothing. */
  put(book: BookJson): void;
  connect(transmit: (frame: ServerFrame) => void): ModelConnection;
}

export interface ModelConnection {
  receive(text: string): void;
  /** Sends what the subscriber lacks of a book, however many versions that is. */
  flush(key: string): void;
  heartbeat(ts: string): void;
  /** Forgets, as a server does that was restarted or that dropped this subscriber. */
  forget(key: string): void;
  keys(): readonly string[];
}

interface Sent {
  depth: number;
  full: boolean;
  book: BookJson;
}

/** How far back a resume is answered with a delta. */
const HISTORY = 8;

const cut = (book: BookJson, depth: number): BookJson => {
  const routes = book.routes.slice(0, depth);
  return { ...book, routes, checksum: bookChecksum(routes) };
};

const snapshotOf = ({ corridor: _corridor, amountIn: _amountIn, ...book }: BookJson): SnapshotFrame => ({
  type: 'snapshot',
  channel: 'routes',
  ...book,
});

const deltaOf = (before: BookJson, after: BookJson): DeltaFrame => {
  const held = new Map(before.routes.map((route) => [route.routeId, JSON.stringify({ ...route, rank: 0 })]));
  const kept = new Set(after.routes.map(({ routeId }) => routeId));
  return {
    type: 'delta',
    channel: 'routes',
    key: after.key,
    prevVersion: before.version,
    version: after.version,
    asOf: after.asOf,
    upsert: after.routes.filter((route) => held.get(route.routeId) !== JSON.stringify({ ...route, rank: 0 })),
    remove: before.routes.filter(({ routeId }) => !kept.has(routeId)).map(({ routeId }) => ({ routeId, reason: 'WITHDRAWN' as const })),
    order: after.routes.map(({ routeId }) => routeId),
    ...(JSON.stringify(before.excluded) !== JSON.stringify(after.excluded) && { excluded: after.excluded }),
    ...(JSON.stringify(before.pending) !== JSON.stringify(after.pending) && { pending: after.pending }),
    checksum: after.checksum,
  };
};

export const createModelFeed = (): ModelFeed => {
  const books = new Map<string, BookJson[]>();

  const book = (key: string): BookJson => books.get(key)?.at(-1) ?? sampleBook({ key, version: 0, nowMs: 0, routes: [] });

  const connect = (transmit: (frame: ServerFrame) => void): ModelConnection => {
    const sent = new Map<string, Sent>();

    const sendSnapshot = (key: string, depth: number, full: boolean) => {
      const now = cut(book(key), depth);
      sent.set(key, { depth, full, book: now });
      transmit(snapshotOf(now));
    };

    const flush = (key: string) => {
      const last = sent.get(key);
      if (last === undefined || last.book.version === book(key).version) return;
      if (last.full) return sendSnapshot(key, last.depth, true);
      const now = cut(book(key), last.depth);
      sent.set(key, { ...last, book: now });
      transmit(deltaOf(last.book, now));
    };

    const resume = (frame: Extract<ClientFrame, { op: 'resume' }>) => {
      const depth = Number(frame.params?.depth ?? 5);
      for (const [key, version] of Object.entries(frame.versions)) {
        transmit({ type: 'subscribed', id: frame.id, channel: 'routes', key, params: { ...frame.params, depth } });
        const known = books.get(key)?.find((past) => past.version === version);
        if (known === undefined) sendSnapshot(key, depth, frame.params?.mode === 'full');
        else {
          sent.set(key, { depth, full: frame.params?.mode === 'full', book: cut(known, depth) });
          flush(key);
        }
      }
    };

    const receive = (text: string) => {
      const frame = JSON.parse(text) as ClientFrame;
      if (frame.op === 'ping') transmit({ type: 'pong', id: frame.id, ts: new Date().toISOString() });
      if (frame.op === 'resume') resume(frame);
      if (frame.op === 'subscribe') {
        const { from, to, amountIn, depth = 5, mode } = frame.params as Record<string, string>;
        const key = `${from}>${to}@${amountIn}`;
        if (from === to) return transmit({ type: 'error', id: frame.id, code: 'SAME_ASSET', detail: 'the same', pointer: '/params/to' });
        transmit({ type: 'subscribed', id: frame.id, channel: 'routes', key, params: { ...frame.params } });
        sendSnapshot(key, Number(depth), mode === 'full');
      }
      if (frame.op === 'unsubscribe') {
        sent.delete(frame.key);
        transmit({ type: 'unsubscribed', id: frame.id, key: frame.key });
      }
      if (frame.op === 'resync') {
        const last = sent.get(frame.key);
        if (last !== undefined) sendSnapshot(frame.key, last.depth, last.full);
        else transmit({ type: 'error', id: frame.id, code: 'NOT_SUBSCRIBED', detail: 'no subscription', pointer: '/key' });
      }
    };

    return {
      receive,
      flush,
      forget: (key) => sent.delete(key),
      keys: () => [...sent.keys()],
      heartbeat: (ts) => {
        const versions = Object.fromEntries([...sent].map(([key, { book: last }]) => [key, last.version]));
        transmit({ type: 'heartbeat', ts, versions });
      },
    };
  };

  return {
    book,
    put: (next) => {
      const past = books.get(next.key) ?? [];
      books.set(next.key, [...past, next].slice(-HISTORY));
    },
    connect,
  };
};
