import { corridorOf } from '#core/domain/corridor.ts';
import type { QuoteQuestion } from '../_kit/port.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import { swapApproval } from './swap-approval-schema.ts';

/** An answer of GET /swap/approval repeats its tokens and its amount. */
export const swapApprovalQuestion = (json: unknown): QuoteQuestion | undefined => {
  const parsed = swapApproval.safeParse(json);
  if (!parsed.success || parsed.data.inputAmount <= 0n) return undefined;
  const from = vendorAsset(parsed.data.inputToken);
  const to = vendorAsset(parsed.data.outputToken);
  if (from === undefined || to === undefined || from.id === to.id) return undefined;
  return { corridor: corridorOf(from, to), amountIn: parsed.data.inputAmount };
};

/** The id of an answer holds its time: `6pl4c-1754347045980-2353645c0fb7`. */
export const swapApprovalAnsweredAtMs = (json: unknown): number | undefined => {
  const parsed = swapApproval.safeParse(json);
  const [, ms] = (parsed.success && /-(\d{13})-/.exec(parsed.data.id)) || [];
  return ms === undefined ? undefined : Number(ms);
};
