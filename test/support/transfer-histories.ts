import type { ChainEvent } from '#core/domain/chain-event.ts';
import { chainEvent, confirmation, removal, START_MS } from '#core/transfers/testing/sample-events.ts';
import { seededNumbers } from './seeded-numbers.ts';

/** A sender whom a fifth of the transfers share. */
export const senderOf = (index: number): string => `0x${(0xa0 + (index % 5)).toString(16).padStart(40, '0')}`;

/** Views are kept for a week, so these transfers begin a minute ago. */
const SHIFT_MS = Date.now() - 60_000 - START_MS;

const recent = (event: ChainEvent): ChainEvent => ({
  ...event,
  blockTimeMs: event.blockTimeMs + SHIFT_MS,
  observedAtMs: event.observedAtMs + SHIFT_MS,
});

/** The life of one transfer, by its number: filled, waiting, dropped by a reorg, mined again, filled and dropped. */
export const historyOf = (index: number): readonly ChainEvent[] => lifeOf(index).map(recent);

const lifeOf = (index: number): readonly ChainEvent[] => {
  const transferKey = `across:1:${index}`;
  // Deadlines lie far ahead of any clock, so that time decides nothing here.
  const fields = { depositor: senderOf(index), recipient: senderOf(index), fillDeadline: '4000000000' };
  const at = (block: string) => ({ transferKey, block: `${index} ${block}`, fields });
  const deposit = chainEvent({ kind: 'deposit', transaction: `d${index}`, ...at('d') });
  const fill = chainEvent({ kind: 'fill', transaction: `f${index}`, atMs: 4_000 + index, ...at('f') });
  const again = chainEvent({ kind: 'deposit', transaction: `d${index}`, atMs: 2_000, ...at('d2') });
  const confirmed = confirmation(deposit, 3_000);
  switch (index % 6) {
    case 0:
      return [deposit, confirmed];
    case 1:
      return [deposit, removal(deposit, 5_000)];
    case 2:
      return [deposit, removal(deposit, 2_500), again, confirmation(again, 6_000), fill];
    case 3:
      return [deposit, fill, removal(deposit, 9_000)];
    case 4:
      return [deposit, confirmed, fill, removal(fill, 9_000)];
    default:
      return [deposit, confirmed, fill];
  }
};

/** The histories of `count` transfers in an order that no chain would give, some events twice. */
export const shuffledHistories = (count: number, seed: number): readonly ChainEvent[] => {
  const random = seededNumbers(seed);
  const events = Array.from({ length: count }, (_, index) => historyOf(index)).flat();
  const twice = events.filter(() => random() < 0.2);
  return [...events, ...twice]
    .map((event) => ({ event, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ event }) => event);
};
