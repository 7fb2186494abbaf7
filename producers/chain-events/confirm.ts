import { type ChainEvent, confirmedIdOf } from '#core/domain/chain-event.ts';

/** A block that may bring the last confirmation of something. */
interface Confirming {
  readonly number: number;
  readonly hash: string;
  /** Epoch ms. */
  readonly timeMs: number;
}

/** Deposits told of and not confirmed yet, on one chain. */
export interface Unconfirmed {
  add(events: readonly ChainEvent[]): void;
  /** The heights, up to `number`, at which something here gets its last confirmation. */
  dueBy(number: number): readonly number[];
  /** The `confirmed` events that this block brings. They leave the list. */
  confirmedBy(block: Confirming): readonly ChainEvent[];
  /** Begins again from what is held after a reorg. */
  reset(events: readonly ChainEvent[], told: ReadonlySet<string>): void;
}

/**
 * A deposit is confirmed when its own block is the first of `confirmations`. The event that says so stands at the confirming block, so
 * that it goes away with it.
 */
export const createUnconfirmed = (confirmations: number): Unconfirmed => {
  let waiting: { readonly at: number; readonly event: ChainEvent }[] = [];
  const add = (events: readonly ChainEvent[]): void => {
    for (const event of events) {
      const isNew = event.kind === 'deposit' && waiting.every((one) => one.event.eventId !== event.eventId);
      if (isNew) waiting.push({ at: event.blockNumber + confirmations - 1, event });
    }
  };
  return {
    add,
    dueBy: (number) => [...new Set(waiting.filter(({ at }) => at <= number).map(({ at }) => at))].sort((a, b) => a - b),
    confirmedBy: ({ number, hash, timeMs }) => {
      const due = waiting.filter(({ at }) => at <= number);
      if (due.length === 0) return [];
      waiting = waiting.filter(({ at }) => at > number);
      return due.map(({ event }) => ({
        ...event,
        eventId: confirmedIdOf(event.eventId),
        kind: 'confirmed',
        blockNumber: number,
        blockHash: hash,
        blockTimeMs: timeMs,
        fields: { confirms: event.eventId },
      }));
    },
    reset: (events, told) => {
      waiting = [];
      const confirmed = new Set(events.filter(({ kind }) => kind === 'confirmed').map(({ eventId }) => eventId));
      add(events.filter(({ eventId }) => !confirmed.has(confirmedIdOf(eventId)) && !told.has(confirmedIdOf(eventId))));
    },
  };
};
