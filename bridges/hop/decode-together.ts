import { decodeLog } from '../_kit/decode-log.ts';
import type { BridgeEvent, RawLog } from '../_kit/port.ts';
import { hopAbi } from './abi.ts';
import { L1_CHAIN_ID } from './contracts.ts';
import { decode } from './events.ts';
import { type Place, placeAt } from './places.ts';

interface Swap {
  readonly sold: bigint;
  readonly bought: bigint;
  /** Out of hTokens, into the token itself. */
  readonly toToken: boolean;
  used: boolean;
}

interface Read {
  readonly place: Place | undefined;
  readonly event: BridgeEvent | undefined;
  readonly swap: Swap | undefined;
}

const HTOKEN_ID = 1n;

const swapOf = (log: RawLog): Swap | undefined => {
  const event = decodeLog(hopAbi, log);
  if (event?.eventName !== 'TokenSwap') return undefined;
  const { tokensSold, tokensBought, soldId } = event.args;
  return { sold: tokensSold, bought: tokensBought, toToken: soldId === HTOKEN_ID, used: false };
};

/**
 * Reads a transaction's logs with each other. A pool's log says what a payment came to: it follows a bonded withdrawal, and precedes the
 * end of a transfer from Ethereum. A payment on a layer-2 without one left the recipient with hTokens, and is partial. Before a deposit it says
 * what was paid in. Swaps of strangers, and messages of Circle's that are not Hop's, are nobody's: `null`.
 */
export const decodeTogether = (logs: readonly RawLog[]): readonly (BridgeEvent | null | undefined)[] => {
  const read = logs.map((log): Read => {
    const place = placeAt(log.chainId, log.address);
    return { place, event: decode(log), swap: place?.role === 'swap' ? swapOf(log) : undefined };
  });
  return read.map((one, index) => {
    if (one.event === undefined) return one.swap !== undefined || one.place?.role === 'transmitter' ? null : undefined;
    return one.place?.role === 'l2-bridge'
      ? withSwap(one.event, one.place, { before: read.slice(0, index), after: read.slice(index + 1) })
      : one.event;
  });
};

const withSwap = (event: BridgeEvent, place: Place, around: { before: readonly Read[]; after: readonly Read[] }): BridgeEvent => {
  const { fields, kind } = event;
  const take = (swap: Swap | undefined): Swap | undefined => {
    if (swap !== undefined) swap.used = true;
    return swap;
  };
  const ofPool = (reads: readonly Read[]) =>
    reads.flatMap((one) => (one.swap !== undefined && one.place?.token === place.token ? [one.swap] : []));
  if (kind === 'deposit') {
    const paid = take(ofPool(around.before).findLast((swap) => !swap.used && !swap.toToken && swap.bought === fields.inputAmount));
    return paid === undefined ? event : { ...event, fields: { ...fields, inputAmount: paid.sold, hTokenAmount: paid.bought } };
  }
  if (fields.partial !== undefined || place.chainId === L1_CHAIN_ID) return event;
  const toToken = (swap: Swap): boolean => !swap.used && swap.toToken;
  // Several withdrawals may be bonded in one transaction: each has its pool's log before the next one's own.
  const next = around.after.findIndex((one) => one.event !== undefined && one.place?.token === place.token);
  const following = next === -1 ? around.after : around.after.slice(0, next);
  const swap = take(fields.bondedAmount === undefined ? ofPool(around.before).findLast(toToken) : ofPool(following).find(toToken));
  return { ...event, fields: { ...fields, ...(swap === undefined ? { partial: 'true' } : { deliveredAmount: swap.bought }) } };
};
