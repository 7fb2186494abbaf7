import type { BookFact, QuoteFact } from './book-facts.ts';
import { routeIdOf } from './messages.ts';
import type { TransferFact } from './transfer-facts.ts';
import type { HistoryWorld } from './world.ts';

/** What stood first and second in a book from some moment on. */
export interface TopFact extends BookFact {
  readonly first: QuoteFact | undefined;
  readonly second: QuoteFact | undefined;
}

const BPS_PARTS = 1_000_000n;

/** How much more the first pays than the second, in basis points of the first, cut to hundredths. */
export const spreadBps = ({ first, second }: TopFact): number | null => {
  if (first?.answer === undefined || second?.answer === undefined) return null;
  const more = first.answer.amountOut - second.answer.amountOut;
  return Number((more * BPS_PARTS) / first.answer.amountOut) / 100;
};

const placeText = (quote: QuoteFact | undefined): string =>
  quote === undefined ? '' : `${routeIdOf(quote)} pays ${quote.answer?.amountOut}`;

/** Every change of a first or second place, by time within each book. */
export const topFacts = ({ books }: Pick<HistoryWorld, 'books'>): TopFact[] => {
  const last = new Map<string, string>();
  return books.flatMap((book) => {
    const [first, second] = book.routes;
    const key = `${book.corridor}@${book.amountIn}`;
    const now = `${placeText(first)}, ${placeText(second)}`;
    if (last.get(key) === now) return [];
    last.set(key, now);
    return [{ ...book, first, second }];
  });
};

/** Each transfer as it stood at the end. */
export const finalTransfers = ({ transfers }: Pick<HistoryWorld, 'transfers'>): TransferFact[] => {
  const latest = new Map<string, TransferFact>();
  for (const fact of transfers) {
    const known = latest.get(fact.transferKey);
    if (known === undefined || fact.version > known.version) latest.set(fact.transferKey, fact);
  }
  return [...latest.values()];
};

export const corridorOfTransfer = ({ from, to }: Pick<TransferFact, 'from' | 'to'>): string => `${from ?? ''}>${to ?? ''}`;

const HOUR_MS = 3_600_000;
export const hourOf = (atMs: number): number => Math.floor(atMs / HOUR_MS) * HOUR_MS;

/** As ClickHouse writes a DateTime. */
export const secondText = (atMs: number): string => new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
/** As ClickHouse writes a DateTime64(3). */
export const milliText = (atMs: number): string => new Date(atMs).toISOString().slice(0, 23).replace('T', ' ');

/** Things by what they have in common, in the order in which they first come. */
export const groupBy = <T>(things: readonly T[], keyOf: (thing: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thing]);
    else group.push(thing);
  }
  return groups;
};
