import { explainBy } from '../_kit/explain-revert.ts';
import { sourceAbi } from './abi.ts';

const PAYS_WRONG = { code: 'QUOTE_EXPIRED', detail: 'DLN’s fixed fee is another than when this was quoted' } as const;

export const explainRevert = explainBy(sourceAbi, {
  WrongFixedFee: PAYS_WRONG,
  MismatchNativeGiveAmount: PAYS_WRONG,
  NotSupportedDstChain: { code: 'UNSUPPORTED_ROUTE', detail: 'DLN does not go there from this chain' },
});
