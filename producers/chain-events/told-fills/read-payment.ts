import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { ChainLog, PaidTransaction } from '#platform/rpc/chain-node.ts';

/** What a transaction must have paid to count. */
export interface PaymentTerms {
  /** The zero address is the chain's coin. */
  readonly token: string;
  readonly recipient: string;
  /** Base units. */
  readonly atLeast: bigint;
  /** Whoever pays: none of these, who would only have moved money of their own. */
  readonly notFrom: readonly string[];
}

export type Payment =
  | {
      readonly kind: 'paid';
      readonly amount: bigint;
      readonly payer: string;
      readonly logIndex: number;
      /** Its place among the payments of its chain: no two transfers are paid by one. */
      readonly paymentId: string;
    }
  | { readonly kind: 'not-paid'; readonly why: string };

/** keccak256 of `Transfer(address,address,uint256)`. */
export const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const WORD = /^0x[0-9a-f]{64}$/i;

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();
const accountIn = (topic: string): string => `0x${topic.slice(-40)}`;

/** A token's transfer, as its log tells it; undefined for a log of another kind. */
const transferOf = ({ topics, data }: ChainLog) => {
  const [kind, from, to, ...more] = topics;
  if (kind !== TRANSFER || from === undefined || to === undefined || more.length > 0 || !WORD.test(data)) return undefined;
  return { from: accountIn(from), to: accountIn(to), amount: BigInt(data) };
};

/**
 * Whether a transaction paid what a transfer was promised. `rise` is by how much the recipient's balance of the coin grew with its block,
 * which tells of a payment that a contract made; undefined where nobody knows. `taken` says which payments are another transfer's.
 */
export const readPayment = (
  paid: PaidTransaction,
  terms: PaymentTerms,
  context: { readonly chainId: number; readonly rise: bigint | undefined; readonly taken: (paymentId: string) => boolean },
): Payment => {
  const { token, recipient, atLeast } = terms;
  const place = `${context.chainId}:${paid.blockHash}`;
  if (!paid.succeeded) return { kind: 'not-paid', why: 'it reverted' };
  const fromOwn = (account: string) => terms.notFrom.some((own) => same(own, account));
  if (same(token, NATIVE_ADDRESS)) {
    const direct = paid.to !== null && same(paid.to, recipient);
    const amount = direct ? paid.value : (context.rise ?? 0n);
    if (amount < atLeast)
      return { kind: 'not-paid', why: `${recipient} got ${amount > 0n ? amount : 'nothing'} of the coin by it, and was owed ${atLeast}` };
    if (fromOwn(paid.from)) return { kind: 'not-paid', why: `${paid.from} sent it, whose own money it would be` };
    const paymentId = `${place}:coin/${recipient.toLowerCase()}`;
    if (context.taken(paymentId)) return { kind: 'not-paid', why: 'that payment was another transfer’s' };
    return { kind: 'paid', amount, payer: direct ? paid.from : (paid.to ?? paid.from), logIndex: 0, paymentId };
  }
  const received = paid.logs.flatMap((log) => {
    const transfer = same(log.address, token) ? transferOf(log) : undefined;
    return transfer !== undefined && same(transfer.to, recipient) && !fromOwn(transfer.from) ? [{ ...transfer, log }] : [];
  });
  const enough = received.filter(({ amount }) => amount >= atLeast);
  const free = enough.find(({ log }) => !context.taken(`${place}:${log.logIndex}`));
  if (free !== undefined) {
    const { amount, from, log } = free;
    return { kind: 'paid', amount, payer: from, logIndex: log.logIndex, paymentId: `${place}:${log.logIndex}` };
  }
  if (enough.length > 0) return { kind: 'not-paid', why: 'that payment was another transfer’s' };
  const got = received.reduce((sum, { amount }) => sum + amount, 0n);
  return { kind: 'not-paid', why: `${recipient} got ${got > 0n ? got : 'nothing'} of ${token} by it, and was owed ${atLeast}` };
};

/** Whether only the recipient's balance can tell: money of the coin that did not go straight to it. */
export const needsRise = (paid: PaidTransaction, { token, recipient }: PaymentTerms): boolean =>
  paid.succeeded && same(token, NATIVE_ADDRESS) && (paid.to === null || !same(paid.to, recipient));
