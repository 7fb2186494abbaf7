import { assetById } from '../domain/asset.ts';
import type { StepAhead } from '../domain/user-step.ts';

/** What was promised with a transaction that was handed out to be signed. */
export interface IssuedQuote {
  readonly routeId: string;
  readonly bridge: string;
  /** Canonical corridor id. */
  readonly corridor: string;
  /** Canonical asset ids. */
  readonly from: string;
  readonly to: string;
  readonly sender: string;
  readonly recipient: string;
  /** What was asked for, base units of the from-asset. */
  readonly amountIn: bigint;
  /** What the deposit will carry: `amountIn` less the dust that stays with the sender. */
  readonly amountSent: bigint;
  /** What was promised, and what the calldata enforces; base units of the to-asset. */
  readonly amountOut: bigint;
  readonly minAmountOut: bigint;
  readonly etaSeconds: { readonly p50: number; readonly p90: number };
  /** What the user has to send besides; absent for most. */
  readonly userSteps?: readonly StepAhead[];
  /** What the vendor calls the request behind it, and the number that the transfer will have on chain; where the bridge knows them beforehand. */
  readonly request?: { readonly requestId: string; readonly transferId: string };
  /** Where the deposit goes that is a plain transfer; absent for most. */
  readonly depositAddress?: string;
  /** When the bridge said so, and when the transaction was handed out. */
  readonly quotedAtMs: number;
  readonly issuedAtMs: number;
}

/** A deposit as its log tells of it: what finds the promise that it was made on. */
export interface Deposit {
  readonly bridge: string;
  readonly from: string;
  readonly to: string;
  readonly sender: string;
  readonly recipient: string | null;
  /** What left the sender. */
  readonly amountSent: bigint;
  /** What the deposit itself says will arrive; null where its log does not. */
  readonly amountOut: bigint | null;
  /** Time of its block. */
  readonly depositedAtMs: number;
}

/** A block may carry a time before the one at which its transactions were built: miners' clocks, and chains that stamp early. */
const GRACE_MS = 60_000;

/** A bridge may wrap a native coin on its way, and its log then names the wrapped token: what is priced alike on a chain counts as one. */
const tokenOf = (asset: string): string => {
  const known = assetById(asset);
  return known === undefined ? asset : `${known.chainId}:${known.priceId}`;
};

/** What a deposit and the promises that may belong to it have in common. */
export const depositIdOf = (deposit: Pick<Deposit, 'bridge' | 'from' | 'to' | 'sender' | 'amountSent'>): string =>
  [deposit.bridge, tokenOf(deposit.from), tokenOf(deposit.to), deposit.sender.toLowerCase(), deposit.amountSent].join('|');

/**
 * The promise that a deposit was made on, of those with its id: handed out before it and to the same recipient, with the very amount out
 * that the deposit names if there is one, else the latest. Undefined when there is none.
 */
export const issuedFor = (deposit: Deposit, issued: readonly IssuedQuote[]): IssuedQuote | undefined => {
  const { recipient, amountOut, depositedAtMs } = deposit;
  const possible = issued
    .filter(
      (quote) =>
        quote.issuedAtMs <= depositedAtMs + GRACE_MS &&
        (recipient === null || quote.recipient.toLowerCase() === recipient.toLowerCase()) &&
        (amountOut === null || amountOut >= quote.minAmountOut),
    )
    .toSorted((a, b) => b.issuedAtMs - a.issuedAtMs);
  return possible.find((quote) => quote.amountOut === amountOut) ?? possible[0];
};
