import { explainBy } from '../_kit/explain-revert.ts';
import type { RevertReason } from '../_kit/to-sign.ts';
import { depositoryAbi } from './abi.ts';

/** The depository takes anything from anybody; all it can fail at is taking the token. */
export const explainRevert: (data: string) => RevertReason | undefined = explainBy(depositoryAbi, {
  TransferFromFailed: { code: 'INSUFFICIENT_ALLOWANCE', detail: 'the token could not be taken: too little is allowed, or there' },
});
