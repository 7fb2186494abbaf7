import type { RevertReason } from '../_kit/to-sign.ts';
import { revertWords } from '../_kit/token-revert.ts';

/** Hop's contracts give plain words. Sources: contracts/bridges and contracts/saddle of hop-protocol/contracts, branch v1. */
const WORDS: readonly (readonly [RegExp, RevertReason])[] = [
  [/Bonder fee cannot exceed amount/, { code: 'LIMIT', detail: 'the amount does not cover the bonder’s fee' }],
  [/bonderFee must meet minimum/, { code: 'QUOTE_MOVED', detail: 'the bonder’s fee has risen: ask again' }],
  [/Swap didn't result in min tokens|minDy/i, { code: 'QUOTE_MOVED', detail: 'the pool now gives less than is accepted: ask again' }],
  [/Deadline not met/, { code: 'QUOTE_EXPIRED', detail: 'the swap’s time is over: ask again' }],
  [/chainId is not supported|not supported$/i, { code: 'UNSUPPORTED_ROUTE', detail: 'Hop does not send to this chain from here' }],
  [/^(L1_BRG|L2_BRG|L2_AMM_W): .*paused/i, { code: 'PAUSED', detail: 'Hop takes no transfers now' }],
  [/Value does not match amount/, { code: 'LIMIT', detail: 'the coin sent is not the amount' }],
];

/** A revert of a Hop contract, by its words. */
export const explainRevert = (data: string): RevertReason | undefined => {
  const words = revertWords(data);
  if (words === undefined) return undefined;
  const reason = WORDS.find(([pattern]) => pattern.test(words))?.[1];
  return reason && { code: reason.code, detail: `${words}: ${reason.detail}` };
};
