import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { FAST, STANDARD } from './contracts.ts';
import type { BurnFees } from './schemas.ts';

/** What one burn is to cost. Base units of USDC. */
export interface Terms {
  readonly finality: typeof FAST | typeof STANDARD;
  /** For the attestation, by the share of the amount that Circle takes. */
  readonly protocolFee: bigint;
  /** For the mint, where Circle forwards; null where it does not. */
  readonly forwardFee: bigint | null;
  /** What the burn lets Circle take at most. */
  readonly maxFee: bigint;
  /** Below it the fees would leave nothing. */
  readonly minAmount: bigint;
}

const BPS_DIGITS = 18;
/** One whole, in basis points of that many digits. */
const ONE = 10n ** BigInt(BPS_DIGITS) * 10_000n;
/** Circle's fees are 0 to 14 basis points (developers.circle.com/cctp/concepts/fees); forwarding costs cents, to Ethereum a few dollars. */
const BPS_MAX = 100n * 10n ** BigInt(BPS_DIGITS);
const FORWARD_FEE_MAX = 1_000_000_000n;
/** Circle asks integrators to allow for a fee that rises by 10 to 20 % before the burn is attested. */
const RISE_PERCENT = 10n;

const ceilDiv = (value: bigint, by: bigint): bigint => (value + by - 1n) / by;

type Tier = BurnFees[number];

/** Basis points to parts of `ONE`. */
const shareOf = ({ minimumFee }: Tier): bigint => {
  const [whole = '0', fraction = ''] = minimumFee.split('.');
  return BigInt(whole + fraction.padEnd(BPS_DIGITS, '0'));
};

const protocolFeeOf = (amount: bigint, share: bigint): bigint => ceilDiv(amount * share, ONE);

const maxFeeOf = (amount: bigint, { share, forward }: { share: bigint; forward: bigint }): bigint =>
  ceilDiv(protocolFeeOf(amount, share) * (100n + RISE_PERCENT), 100n) + forward;

/** The least amount of which the highest fee leaves one unit. */
const leastOf = (costs: { share: bigint; forward: bigint }): bigint => {
  const { share, forward } = costs;
  let amount = ceilDiv((forward + 1n) * ONE, ONE - (share * (100n + RISE_PERCENT)) / 100n);
  // Each rounding up costs a unit at most.
  while (amount <= maxFeeOf(amount, costs)) amount += 1n;
  return amount;
};

/**
 * What a burn of this amount costs. Fast where it makes a difference and Circle's allowance covers the amount (an unknown one is
 * trusted), else standard.
 */
export const termsOf = (
  fees: BurnFees,
  of: { readonly amount: bigint; readonly wantsFast: boolean; readonly allowance: bigint | undefined },
): Result<Terms, QuoteFailure> => {
  const wrong = contradiction(fees);
  if (wrong !== undefined) return wrong;
  const { amount, wantsFast, allowance } = of;
  const fast = wantsFast ? fees.find(({ finalityThreshold }) => finalityThreshold === FAST) : undefined;
  const standard = fees.find(({ finalityThreshold }) => finalityThreshold === STANDARD);
  const covered = allowance === undefined || amount <= allowance;
  const tier = covered ? (fast ?? standard) : standard;
  if (tier === undefined) {
    return fast === undefined
      ? fail('UNSUPPORTED_ROUTE', 'Circle names no fee for this way')
      : fail('INSUFFICIENT_LIQUIDITY', `the fast allowance is ${allowance}, and nothing slower is offered`, { limit: allowance ?? null });
  }
  const share = shareOf(tier);
  const costs = { share, forward: tier.forwardFee?.high ?? 0n };
  const minAmount = leastOf(costs);
  const maxFee = maxFeeOf(amount, costs);
  if (amount < minAmount || amount <= maxFee) {
    return fail('AMOUNT_TOO_LOW', `fees may come to ${maxFee} of ${amount}; at least ${minAmount}`, { limit: minAmount });
  }
  const protocolFee = protocolFeeOf(amount, share);
  return ok({ finality: tier.finalityThreshold, protocolFee, forwardFee: tier.forwardFee?.med ?? null, maxFee, minAmount });
};

const contradiction = (fees: BurnFees) => {
  const thresholds = fees.map(({ finalityThreshold }) => finalityThreshold);
  if (new Set(thresholds).size !== thresholds.length) return fail('MALFORMED_ANSWER', 'two fees for one finality');
  const [fast, standard] = [FAST, STANDARD].map((threshold) => fees.find(({ finalityThreshold }) => finalityThreshold === threshold));
  if (fast !== undefined && standard !== undefined && shareOf(fast) < shareOf(standard)) {
    return fail('MALFORMED_ANSWER', `fast costs ${fast.minimumFee} bps, standard ${standard.minimumFee}`);
  }
  for (const tier of fees) {
    if (shareOf(tier) > BPS_MAX) return fail('IMPLAUSIBLE_ANSWER', `a fee of ${tier.minimumFee} bps`);
    if (tier.forwardFee == null) continue;
    const { low, med, high } = tier.forwardFee;
    if (low > med || med > high) return fail('MALFORMED_ANSWER', `forwarding fees out of order: ${low}, ${med}, ${high}`);
    if (high > FORWARD_FEE_MAX) return fail('IMPLAUSIBLE_ANSWER', `a forwarding fee of ${high}`);
  }
  return undefined;
};
