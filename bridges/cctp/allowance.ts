import { parseUnits } from 'viem';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { askApi } from './ask-api.ts';
import { fastAllowance } from './schemas.ts';

const USDC_DECIMALS = 6;

export interface FastAllowance {
  /** What Circle still vouches for before it is final, all callers together. Base units of USDC. */
  readonly amount: bigint;
  readonly lastUpdated: string | null;
}

/** GET /v2/fastBurn/USDC/allowance. Digits beyond the sixth are cut: they could not be burnt. */
export const askAllowance = async (context: BridgeContext): Promise<Result<FastAllowance, QuoteFailure>> => {
  const asked = await askApi(context, '/v2/fastBurn/USDC/allowance', fastAllowance);
  if (!asked.ok) return asked;
  const [whole = '0', fraction = ''] = asked.value.allowance.split('.');
  return ok({
    amount: parseUnits(`${whole}.${fraction.slice(0, USDC_DECIMALS)}`, USDC_DECIMALS),
    lastUpdated: asked.value.lastUpdated ?? null,
  });
};

/** The same as a recorded answer is read. */
export const allowanceFacts = async (context: BridgeContext): Promise<Result<Readonly<Record<string, unknown>>, QuoteFailure>> => {
  const asked = await askAllowance(context);
  return asked.ok
    ? ok({ symbol: 'USDC', decimals: USDC_DECIMALS, allowance: asked.value.amount, lastUpdated: asked.value.lastUpdated })
    : asked;
};
