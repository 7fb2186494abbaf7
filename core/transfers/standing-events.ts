import type { ChainEvent } from '../domain/chain-event.ts';

/** Of two observations of one event the later counts; at the same moment, that it was taken back. The message's order decides nothing. */
const supersedes = (a: Pick<ChainEvent, 'observedAtMs' | 'removed'>, b: Pick<ChainEvent, 'observedAtMs' | 'removed'>): boolean =>
  a.observedAtMs > b.observedAtMs || (a.observedAtMs === b.observedAtMs && a.removed && !b.removed);

/** What a set of observations comes to. */
export interface Standing {
  /** Events that are on chain, by block time; `confirmed` events are in `confirmedAtMs` instead. */
  readonly present: readonly ChainEvent[];
  /** Events that a reorg took away. */
  readonly gone: readonly ChainEvent[];
  /** Event id → time of the block that brought its last confirmation. */
  readonly confirmedAtMs: ReadonlyMap<string, number>;
  /** When the last of it was heard. */
  readonly heardAtMs: number;
}

const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** By block time; what happened at the same time, in a fixed order. */
const byBlockTime = (a: ChainEvent, b: ChainEvent): number =>
  compare(a.blockTimeMs, b.blockTimeMs) ||
  compare(a.chainId, b.chainId) ||
  compare(a.blockNumber, b.blockNumber) ||
  compare(a.logIndex, b.logIndex) ||
  compare(a.eventId, b.eventId);

/** Joins observations in any order and number: each event once, by the latest word about it. */
export const standingOf = (observations: Iterable<ChainEvent>): Standing => {
  const latest = new Map<string, ChainEvent>();
  let heardAtMs = 0;
  for (const observation of observations) {
    heardAtMs = Math.max(heardAtMs, observation.observedAtMs);
    const known = latest.get(observation.eventId);
    if (known === undefined || supersedes(observation, known)) latest.set(observation.eventId, observation);
  }
  const present: ChainEvent[] = [];
  const gone: ChainEvent[] = [];
  const confirmedAtMs = new Map<string, number>();
  for (const event of latest.values()) {
    if (event.kind === 'confirmed') {
      const confirms = event.fields.confirms;
      if (!event.removed && confirms !== undefined) confirmedAtMs.set(confirms, event.blockTimeMs);
    } else {
      (event.removed ? gone : present).push(event);
    }
  }
  return { present: present.sort(byBlockTime), gone: gone.sort(byBlockTime), confirmedAtMs, heardAtMs };
};
