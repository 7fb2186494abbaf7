import { explainBy } from '../_kit/explain-revert.ts';
import { destinationAbi, sourceAbi } from './abi.ts';

const PAYS_WRONG = { code: 'QUOTE_EXPIRED', detail: 'DLN’s fixed fee is another than when this was quoted' } as const;

export const explainRevert = explainBy([...sourceAbi, ...destinationAbi], {
  WrongFixedFee: PAYS_WRONG,
  MismatchNativeGiveAmount: PAYS_WRONG,
  NotSupportedDstChain: { code: 'UNSUPPORTED_ROUTE', detail: 'DLN does not go there from this chain' },
  IncorrectOrderStatus: { code: 'NOTHING_TO_SIGN', detail: 'the order was filled or called off already' },
  Unauthorized: { code: 'WRONG_SENDER', detail: 'the order names who alone may call it off' },
});
