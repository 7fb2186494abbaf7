import type { ChainEvent } from '#core/domain/chain-event.ts';
import { fills } from '#core/transfers/match-fill.ts';

interface Fill {
  /** The log that it was read from. */
  readonly log: string;
  readonly fill: ChainEvent;
  /** Whose it was told to be. */
  readonly seated: string | undefined;
}

/**
 * Whose each fill of one message is, by log; none where it fits nobody who is known. A fill is a passenger's when it repeats his terms:
 * recipient, token and amount. Their order decides only between passengers who are alike, since one whose payment failed has no log in its place.
 *
 * What was told of a fill stays, as long as the deposit does not say otherwise: a reorg that drops the message does not bring the money back.
 */
export const seatFills = (
  all: readonly Fill[],
  { seats, depositsOf }: { readonly seats: readonly string[]; readonly depositsOf: (transferKey: string) => readonly ChainEvent[] },
): ReadonlyMap<string, string> => {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  const give = ({ log }: Fill, transferKey: string): void => {
    given.set(log, transferKey);
    taken.add(transferKey);
  };
  const fits = ({ fill }: Fill, transferKey: string): boolean => depositsOf(transferKey).some((deposit) => fills(fill, deposit));

  const open: Fill[] = [];
  for (const one of inOrder(all)) {
    const { seated } = one;
    if (seated !== undefined && (depositsOf(seated).length === 0 || fits(one, seated))) give(one, seated);
    else open.push(one);
  }
  for (const one of open) {
    const free = seats.find((transferKey) => !taken.has(transferKey) && fits(one, transferKey)) ?? one.seated;
    if (free !== undefined) give(one, free);
  }
  return given;
};

const inOrder = (all: readonly Fill[]): readonly Fill[] =>
  all.toSorted((a, b) => a.fill.blockNumber - b.fill.blockNumber || a.fill.logIndex - b.fill.logIndex || (a.log < b.log ? -1 : 1));
