import { type Breaker, type BreakerEvent, copyBreaker, createBreaker, moveBreaker } from './breaker.ts';
import type { Moment } from './health-event.ts';

/** Events that may still be put in order, or be told twice: some 15 s of a busy bridge. What is older is settled. */
export const UNSETTLED_MAX = 512;

/**
 * The breaker as a fold over the set of its events in order of their moments. The latest of them are kept apart from what earlier ones came
 * to, so that an event that arrives late is put where it belongs, and one that arrives twice changes nothing.
 */
export interface BreakerLog {
  /** What all settled events came to. */
  settled: Breaker;
  /** The last settled event: what is not later than it came too late. */
  settledUpTo: Moment;
  /** In order. */
  unsettled: readonly BreakerEvent[];
  /** What all events came to. */
  breaker: Breaker;
}

const BEFORE_ALL: Moment = { id: '', atMs: Number.NEGATIVE_INFINITY };

export const createBreakerLog = (): BreakerLog => ({
  settled: createBreaker(),
  settledUpTo: BEFORE_ALL,
  unsettled: [],
  breaker: createBreaker(),
});

const inOrder = (a: Moment, b: Moment): number => a.atMs - b.atMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** A word on an incident is never too late to be heard; a failure or an answer is. */
const inTime = (event: BreakerEvent, settledUpTo: Moment): BreakerEvent | undefined => {
  if (inOrder(event, settledUpTo) > 0) return event;
  return event.kind === 'hold' ? { ...event, atMs: settledUpTo.atMs, id: `${settledUpTo.id}+${event.id}` } : undefined;
};

/** Takes events in, in place. Gives how many were new and came in time. */
export const logBreakerEvents = (log: BreakerLog, events: readonly BreakerEvent[]): number => {
  const known = new Set(log.unsettled.map(({ id }) => id));
  const fresh: BreakerEvent[] = [];
  for (const given of events) {
    const event = inTime(given, log.settledUpTo);
    if (event === undefined || known.has(event.id)) continue;
    known.add(event.id);
    fresh.push(event);
  }
  if (fresh.length === 0) return 0;
  fresh.sort(inOrder);
  const [first] = fresh;
  const last = log.unsettled.at(-1);
  const isNext = last === undefined || (first !== undefined && inOrder(last, first) < 0);
  const all = isNext ? [...log.unsettled, ...fresh] : [...log.unsettled, ...fresh].sort(inOrder);
  const settling = all.slice(0, Math.max(all.length - UNSETTLED_MAX, 0));
  for (const event of settling) moveBreaker(log.settled, event);
  log.settledUpTo = settling.at(-1) ?? log.settledUpTo;
  log.unsettled = all.slice(settling.length);
  if (isNext) for (const event of fresh) moveBreaker(log.breaker, event);
  else {
    log.breaker = copyBreaker(log.settled);
    for (const event of log.unsettled) moveBreaker(log.breaker, event);
  }
  return fresh.length;
};
