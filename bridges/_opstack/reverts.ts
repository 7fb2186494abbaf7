import { explainBy, type RevertTable } from '../_kit/explain-revert.ts';
import type { RevertReason } from '../_kit/to-sign.ts';
import { revertWords } from '../_kit/token-revert.ts';
import { errorsAbi } from './abi.ts';

const CLAIMED = { code: 'NOTHING_TO_SIGN', detail: 'the withdrawal was claimed already' } as const;

/** Every error of the ABI has its meaning here: a new one does not compile without. */
const REASONS: RevertTable & Readonly<Record<(typeof errorsAbi)[number]['name'], RevertReason>> = {
  OutOfGas: { code: 'LIMIT', detail: 'this block takes no more deposits; the next one does' },
  SmallGasLimit: { code: 'LIMIT', detail: 'the gas for the other side is too little' },
  LargeCalldata: { code: 'LIMIT', detail: 'the message is too long' },
  CallPaused: { code: 'PAUSED', detail: 'the bridge is paused' },
  AlreadyFinalized: CLAIMED,
  OptimismPortal_AlreadyFinalized: CLAIMED,
};

/** Older checks give their reason in words. */
const WORDS: readonly (readonly [RegExp, RevertReason['code']])[] = [
  [/^(StandardBridge|CrossDomainMessenger|OptimismPortal): paused$/, 'PAUSED'],
  [/^StandardBridge: wrong remote token/, 'UNSUPPORTED_ROUTE'],
  [/^StandardBridge: cannot bridge ETH with custom gas token$/, 'UNSUPPORTED_ROUTE'],
  [/^OptimismPortal: withdrawal (has already been finalized|hash has already been proven)/, 'NOTHING_TO_SIGN'],
  [/^OptimismPortal: (proven withdrawal has not matured|output proposal (has not been validated|in air-gap))/, 'STEP_NOT_READY'],
  [/^ResourceMetering: cannot buy more gas/, 'LIMIT'],
];

const byError = explainBy(errorsAbi, REASONS);

export const explainRevert = (data: string): RevertReason | undefined => {
  const words = revertWords(data);
  if (words === undefined) return byError(data);
  const code = WORDS.find(([pattern]) => pattern.test(words))?.[1];
  return code && { code, detail: words };
};
