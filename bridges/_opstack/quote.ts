import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import type { UserStep } from '#core/domain/user-step.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { askDepositGas } from './deposit-gas.ts';
import { L1_CHAIN_ID, type OpStackChain } from './op-stack-chain.ts';
import { askWaits, type Waits } from './waits.ts';
import { type Way, wayOf } from './way.ts';

/** Answers are of the chain's state now, which moves slowly; 30 s is the most that is ever believed. */
export const QUOTE_LIFETIME_MS = 30_000;

/** A deposit is carried over in one to three minutes (docs.optimism.io, deposit flow). */
const DEPOSIT_SECONDS = { p50: 120, p90: 180 };

/** A withdrawal's gas on the chain, and that of its proof and its claim on Ethereum; measured on the contracts of the package. */
const ETHER_WITHDRAWAL_GAS = 130_000n;
const TOKEN_WITHDRAWAL_GAS = 160_000n;
export const PROVE_GAS = 250_000n;
export const CLAIM_GAS = 190_000n;

/** From a claim's sending to its block. */
const CLAIM_SECONDS = 24;

/** Asks Ethereum what a transfer costs and how long it takes: what arrives is what was sent, or nothing. */
export const createQuote =
  (chain: OpStackChain) =>
  async (context: BridgeContext, { corridor, amountIn }: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
    const way = wayOf(chain, corridor);
    if (way === undefined) return fail('UNSUPPORTED_ROUTE', `${chain.name} does not carry ${corridor.id}`);
    const exact = {
      amountOut: amountIn,
      minAmountOut: amountIn,
      fees: [],
      rebate: 0n,
      surcharges: [],
      validUntilMs: context.now() + QUOTE_LIFETIME_MS,
    };
    if (way.direction === 'deposit') {
      const gas = await askDepositGas(context, chain, way);
      if (!gas.ok) return gas;
      return ok({ ...exact, originGas: gas.value, etaSeconds: DEPOSIT_SECONDS, limits: { min: null, max: null, instant: null } });
    }
    const waits = await askWaits(context, chain, way);
    if (!waits.ok) return waits;
    const { most } = waits.value;
    if (most !== null && amountIn > most) return fail('AMOUNT_TOO_HIGH', `Ethereum’s side holds ${most}`, { limit: most });
    return ok({ ...exact, ...withdrawalOf(waits.value, way), limits: { min: null, max: most, instant: null } });
  };

const withdrawalOf = ({ proposal, maturity }: Waits, { isEther }: Way): Pick<QuoteAnswer, 'originGas' | 'etaSeconds' | 'userSteps'> => {
  const claimable = proposal + maturity;
  const userSteps: readonly UserStep[] = [
    { kind: 'prove', chainId: L1_CHAIN_ID, afterSeconds: proposal, gas: PROVE_GAS },
    { kind: 'claim', chainId: L1_CHAIN_ID, afterSeconds: claimable, gas: CLAIM_GAS },
  ];
  return {
    originGas: isEther ? ETHER_WITHDRAWAL_GAS : TOKEN_WITHDRAWAL_GAS,
    etaSeconds: { p50: claimable + CLAIM_SECONDS, p90: claimable + proposal + CLAIM_SECONDS },
    userSteps,
  };
};
