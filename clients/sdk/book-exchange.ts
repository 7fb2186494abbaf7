import type { ClientFrame, ServerFrame } from '#schemas/api/feed.ts';
import type { BookKeeper } from './book-keeper.ts';
import { type FeedProblem, versionsPointer } from './feed-protocol.ts';
import type { KeyedRetries } from './keyed-retries.ts';
import { resumeGroups } from './resume-groups.ts';

export interface ExchangeDeps {
  readonly isLive: () => boolean;
  readonly send: (frame: ClientFrame) => void;
  /** Gives the socket up, because what it says cannot be trusted. */
  readonly drop: (reason: string) => void;
  readonly nextId: () => string;
  readonly now: () => number;
  readonly retries: KeyedRetries<BookKeeper>;
  /** An error that answers none of the exchange's messages. */
  readonly onStray: (problem: FeedProblem) => void;
}

/** The talk about books: who asked what, what comes back for whom, and what to ask when a book no longer adds up. */
export interface BookExchange {
  add(keeper: BookKeeper): void;
  remove(keeper: BookKeeper): void;
  isEmpty(): boolean;
  opened(): void;
  lost(): void;
  hear(frame: ServerFrame): void;
}

/** An answer that is this late will not come: the socket is given up. */
const ANSWER_WITHIN_MS = 20_000;
/** Snapshots in a row that do not add up: after that the socket is given up, and back-off slows the loop down. */
const FAULTS_IN_A_ROW_MAX = 3;

export const createBookExchange = (deps: ExchangeDeps): BookExchange => {
  const { isLive, send, drop, nextId, now, retries, onStray } = deps;
  const keepers = new Set<BookKeeper>();
  /** Who waits for the answer to a message, by its id. An entry leaves with the answer or with the socket. */
  const asked = new Map<string, Set<BookKeeper>>();
  /** Keys that were asked for anew, each with the message's id and how often in a row. */
  const resyncs = new Map<string, { id: string; faults: number }>();

  const holders = (key: string) => [...keepers].filter((keeper) => keeper.key() === key);

  const expect = (concerned: readonly BookKeeper[], standing: 'asked' | 'resuming' | 'resyncing'): string => {
    const id = nextId();
    asked.set(id, new Set(concerned));
    for (const keeper of concerned) keeper.await(standing, now());
    return id;
  };

  const ask = (keeper: BookKeeper) => {
    if (!isLive() || !keepers.has(keeper)) return;
    send({ op: 'subscribe', id: expect([keeper], 'asked'), channel: 'routes', params: { ...keeper.request } });
  };

  const resync = (key: string) => {
    const faults = (resyncs.get(key)?.faults ?? 0) + 1;
    if (faults > FAULTS_IN_A_ROW_MAX) return drop('a book does not add up');
    const id = expect(holders(key), 'resyncing');
    resyncs.set(key, { id, faults });
    send({ op: 'resync', id, channel: 'routes', key });
  };

  const leave = (key: string) => {
    if (isLive() && holders(key).length === 0) send({ op: 'unsubscribe', id: nextId(), channel: 'routes', key });
  };

  const acknowledge = ({ id, key }: Extract<ServerFrame, { type: 'subscribed' }>) => {
    const concerned = asked.get(id);
    for (const keeper of concerned ?? []) {
      if (keeper.key() !== undefined && keeper.key() !== key) continue;
      concerned?.delete(keeper);
      keeper.acknowledge(key);
      retries.forget(keeper);
      if (!keepers.has(keeper)) leave(key);
    }
    if (concerned?.size === 0) asked.delete(id);
  };

  const refuse = (keeper: BookKeeper, problem: FeedProblem) => {
    // The server has forgotten a book that was to be resumed or sent anew: ask for it like the first time.
    if (keeper.standing() === 'resuming' || keeper.standing() === 'resyncing') return ask(keeper);
    keeper.refuse(problem);
    if (keeper.standing() === 'lost') retries.schedule(keeper, () => ask(keeper));
  };

  const onError = ({ id, code, detail, pointer }: Extract<ServerFrame, { type: 'error' }>) => {
    const problem = { code, detail, ...(pointer !== undefined && { pointer }) };
    const concerned = asked.get(id ?? '');
    if (concerned === undefined) return onStray(problem);
    // A resume names many books; an error that points at one of them is about that one.
    const single = [...concerned].filter((keeper) => versionsPointer(keeper.key()) === pointer);
    const meant = single.length > 0 ? single : [...concerned];
    for (const keeper of meant) concerned.delete(keeper);
    if (concerned.size === 0) asked.delete(id ?? '');
    for (const keeper of meant) if (keepers.has(keeper)) refuse(keeper, problem);
  };

  /** Hands a frame to all who hold its book. A fault of any of them asks for the book anew. */
  const hand = (key: string, to: (keeper: BookKeeper) => unknown): boolean => {
    const faulty = holders(key).filter((keeper) => to(keeper) !== undefined);
    if (faulty.length > 0) resync(key);
    return faulty.length === 0;
  };

  const onSnapshot = (frame: Extract<ServerFrame, { type: 'snapshot' }>) => {
    asked.delete(resyncs.get(frame.key)?.id ?? '');
    if (hand(frame.key, (keeper) => keeper.snapshot(frame))) resyncs.delete(frame.key);
  };

  const hear = (frame: ServerFrame) => {
    if (frame.type === 'subscribed') acknowledge(frame);
    else if (frame.type === 'snapshot') onSnapshot(frame);
    else if (frame.type === 'delta') hand(frame.key, (keeper) => keeper.delta(frame));
    else if (frame.type === 'error') onError(frame);
    else if (frame.type === 'heartbeat') {
      for (const [key, version] of Object.entries(frame.versions)) hand(key, (keeper) => keeper.heartbeat(version));
    }
    const overdue = [...keepers].some((keeper) => now() - (keeper.waitingSinceMs() ?? now()) > ANSWER_WITHIN_MS);
    if (overdue) drop('an answer did not come');
  };

  return {
    add: (keeper) => {
      keepers.add(keeper);
      ask(keeper);
    },
    remove: (keeper) => {
      keepers.delete(keeper);
      retries.forget(keeper);
      const key = keeper.key();
      if (key !== undefined) leave(key);
    },
    isEmpty: () => keepers.size === 0,
    opened: () => {
      for (const { keepers: resumed, versions, params } of resumeGroups([...keepers])) {
        send({ op: 'resume', id: expect(resumed, 'resuming'), channel: 'routes', versions, params });
      }
      for (const keeper of keepers) if (keeper.standing() === 'lost') ask(keeper);
    },
    lost: () => {
      asked.clear();
      resyncs.clear();
      for (const keeper of keepers) keeper.lose();
    },
    hear,
  };
};
