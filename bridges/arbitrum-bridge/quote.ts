import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { askCarriage, type Carriage } from './ask-carriage.ts';
import { ASSERTION_SECONDS, askConfirmation } from './ask-wait.ts';
import { L1_CHAIN_ID } from './contracts.ts';
import { manifest } from './manifest.ts';
import { type Way, wayOf } from './way.ts';

/** A deposit is there when Arbitrum believes its block: ten minutes to a quarter of an hour (docs.arbitrum.io, quickstart of the bridge). */
const DEPOSIT_SECONDS = { p50: 600, p90: 900 };

/**
 * Gas of the origin's transaction, and of the claim on Ethereum; measured on the contracts of the packages. A claim's proof is some eighteen
 * words on the mainnets, for which 10 000 are added; where the recipient has nothing yet, ether costs 25 000 more.
 */
export const GAS = {
  deposit: { ether: 93_000n, token: 188_000n },
  withdrawal: { ether: 71_000n, token: 148_000n },
  claim: { ether: 110_000n, token: 160_000n },
  /** An allowance: what it comes to is up to the recipient. */
  redeem: 400_000n,
} as const;

/** From a claim's sending to its block. */
const CLAIM_SECONDS = 24;

/** An answer, and for a deposit what its message is given along. */
export interface Quoted {
  readonly way: Way;
  readonly answer: QuoteAnswer;
  readonly carriage: Carriage | undefined;
}

/** Asks the chains what a transfer costs and how long it takes: what arrives is what was sent. */
export const quoteWithCarriage = async (
  context: BridgeContext,
  { corridor, amountIn }: QuoteQuestion,
): Promise<Result<Quoted, QuoteFailure>> => {
  const way = wayOf(corridor);
  if (way === undefined) return fail('UNSUPPORTED_ROUTE', `Arbitrum’s bridge does not carry ${corridor.id}`);
  const exact = {
    amountOut: amountIn,
    minAmountOut: amountIn,
    fees: [],
    rebate: 0n,
    limits: { min: null, max: null, instant: null },
    validUntilMs: context.now() + manifest.quoteLifetimeMs,
  };
  const kind = way.token === undefined ? 'ether' : 'token';
  const originGas = GAS[way.direction][kind];
  if (way.direction === 'deposit') {
    const carriage = await askCarriage(context, way);
    if (!carriage.ok) return carriage;
    const surcharges = surchargesOf(carriage.value);
    return ok({ way, answer: { ...exact, originGas, surcharges, etaSeconds: DEPOSIT_SECONDS }, carriage: carriage.value });
  }
  const confirmation = await askConfirmation(context, way);
  if (!confirmation.ok) return confirmation;
  const afterSeconds = ASSERTION_SECONDS + confirmation.value;
  const answer: QuoteAnswer = {
    ...exact,
    originGas,
    surcharges: [],
    etaSeconds: { p50: afterSeconds + CLAIM_SECONDS, p90: afterSeconds + ASSERTION_SECONDS + CLAIM_SECONDS },
    userSteps: [{ kind: 'claim', chainId: L1_CHAIN_ID, afterSeconds, gas: GAS.claim[kind] }],
  };
  return ok({ way, answer, carriage: undefined });
};

export const quote = async (context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const quoted = await quoteWithCarriage(context, question);
  return quoted.ok ? ok(quoted.value.answer) : quoted;
};

/** Paid in ether with the deposit: for the message's keeping, and for its gas on Arbitrum. */
const surchargesOf = ({ maxSubmissionCost, gasLimit, maxFeePerGas }: Carriage): QuoteAnswer['surcharges'] => [
  { kind: 'message', asset: 'ethereum:ETH', amount: maxSubmissionCost },
  { kind: 'gas', asset: 'ethereum:ETH', amount: gasLimit * maxFeePerGas },
];
