import type { ChainEvent } from '#core/domain/chain-event.ts';
import { EXPIRY_GRACE_MS } from '#core/transfers/expectations.ts';
import { fills } from '#core/transfers/match-fill.ts';
import { sameTerms, termsRepeated } from '#core/transfers/same-terms.ts';

/**
 * Who is owed a refund. A refund on chain says who got how much of which token and names no deposit, so it is matched with the deposits
 * that expired unfilled. What it cannot be matched with repays relayers, and is nobody's transfer.
 *
 * Deposits are known by their logs and not by their numbers: after a reorg a number may be another deposit's, whom neither the fill nor
 * the removal of the first concerns. What was observed counts as a set, in whatever order it came.
 */
export interface RefundBook {
  /** Takes what was told, or taken back. */
  observe(event: ChainEvent): void;
  /**
   * The refunds that an event of the kind `refund` without a transfer comes to: one a deposit, whose terms it repeats. The same for the
   * same event.
   */
  match(refund: ChainEvent): readonly ChainEvent[];
}

/** Deposits remembered; beyond, the oldest are forgotten. At some 500 bytes a deposit this is 50 MB, and more than two days of Across. */
const DEPOSITS_MAX = 100_000;
/** Transfers whose fills, and whose refunds, are remembered; each has one, rarely more. */
const SEEN_MAX = 100_000;

const ownerOf = (chainId: string | undefined, token: string | undefined, depositor: string | undefined): string =>
  `${chainId}/${token}/${depositor}`.toLowerCase();

/** Events that stand, by transfer key; the oldest keys are forgotten. */
const createStanding = () => {
  const byKey = new Map<string, readonly ChainEvent[]>();
  return {
    of: (transferKey: string): readonly ChainEvent[] => byKey.get(transferKey) ?? [],
    observe: (event: ChainEvent): void => {
      const { transferKey, eventId, removed } = event;
      const others = (byKey.get(transferKey) ?? []).filter((other) => other.eventId !== eventId);
      if (!removed) byKey.set(transferKey, [...others, event]);
      else if (others.length > 0) byKey.set(transferKey, others);
      else byKey.delete(transferKey);
      if (byKey.size > SEEN_MAX) for (const oldest of byKey.keys()) return void byKey.delete(oldest);
    },
  };
};

export const createRefundBook = (): RefundBook => {
  /** Deposits that stand, by whom their money came from and by the id of their log. */
  const deposits = new Map<string, Map<string, ChainEvent>>();
  const ownerById = new Map<string, string>();
  const filled = createStanding();
  const refunded = createStanding();

  const forget = (eventId: string): void => {
    const owner = ownerById.get(eventId);
    if (owner === undefined) return;
    ownerById.delete(eventId);
    deposits.get(owner)?.delete(eventId);
    if (deposits.get(owner)?.size === 0) deposits.delete(owner);
  };
  const remember = (deposit: ChainEvent): void => {
    const { fields, chainId, eventId } = deposit;
    if (fields.fillDeadline === undefined) return;
    const owner = ownerOf(String(chainId), fields.inputToken, fields.depositor);
    deposits.set(owner, (deposits.get(owner) ?? new Map()).set(eventId, deposit));
    ownerById.set(eventId, owner);
    for (const oldest of ownerById.size > DEPOSITS_MAX ? [...ownerById.keys()].slice(0, 1) : []) forget(oldest);
  };

  const isFilled = (deposit: ChainEvent): boolean => filled.of(deposit.transferKey).some((fill) => fills(fill, deposit));
  /** The logs that refunded a deposit. */
  const refundsOf = (deposit: ChainEvent): readonly string[] =>
    refunded.of(deposit.transferKey).flatMap((refund) => (sameTerms(refund, deposit) ? [logOf(refund)] : []));
  /** Chains differ by seconds, and the deadline is one of the destination's. */
  const hasExpired = ({ fields }: ChainEvent, atMs: number): boolean => Number(fields.fillDeadline) * 1_000 <= atMs + EXPIRY_GRACE_MS;

  const candidates = (refund: ChainEvent, to: string): readonly ChainEvent[] =>
    [...(deposits.get(ownerOf(refund.fields.originChainId, refund.fields.token, to))?.values() ?? [])].filter(
      (deposit) =>
        hasExpired(deposit, refund.blockTimeMs) && !isFilled(deposit) && refundsOf(deposit).every((log) => log === refund.eventId),
    );

  /** One deposit of just this amount, the one refunded by this log before or else the first; or all that wait, when they make it together. */
  const chosen = (refund: ChainEvent, to: string, amount: bigint): readonly ChainEvent[] => {
    const waiting = candidates(refund, to);
    const same = waiting.filter(({ fields }) => BigInt(fields.inputAmount ?? 0) === amount);
    const one = same.find((deposit) => refundsOf(deposit).length > 0) ?? same[0];
    if (one !== undefined) return [one];
    return waiting.reduce((sum, { fields }) => sum + BigInt(fields.inputAmount ?? 0), 0n) === amount ? waiting : [];
  };

  return {
    observe: (event) => {
      if (event.kind === 'deposit') event.removed ? forget(event.eventId) : remember(event);
      if (event.kind === 'fill') filled.observe(event);
      if (event.kind === 'refund') refunded.observe(event);
    },
    match: (refund) =>
      (refund.fields.paid ?? '').split(',').flatMap((paid) => {
        const [to = '', amount = '0'] = paid.split('=');
        return chosen(refund, to, BigInt(amount)).map((deposit) => ({
          ...refund,
          eventId: `${refund.eventId}:${deposit.transferKey}`,
          transferKey: deposit.transferKey,
          fields: {
            ...termsRepeated(deposit),
            originChainId: refund.fields.originChainId ?? '',
            refundedTo: to,
            refundedToken: refund.fields.token ?? '',
            refundedAmount: deposit.fields.inputAmount ?? '',
          },
        }));
      }),
  };
};

/** The id of the log that a matched refund came from. */
const logOf = ({ eventId, transferKey }: ChainEvent): string =>
  eventId.endsWith(`:${transferKey}`) ? eventId.slice(0, -transferKey.length - 1) : eventId;
