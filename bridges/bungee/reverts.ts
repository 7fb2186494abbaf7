import { explainBy } from '../_kit/explain-revert.ts';
import { routerAbi } from './abi.ts';

const OLD = { code: 'QUOTE_EXPIRED', detail: 'the router does not take this call: ask for another quote' } as const;

/** The router's own errors; those of the bridge that it calls come through as they are, and are that bridge's. */
export const explainRevert = explainBy(routerAbi, {
  CallerNotSignedUser: { code: 'QUOTE_EXPIRED', detail: 'the call was made for another account: ask for another quote' },
  InsufficientMsgValue: OLD,
  InvalidExecution: OLD,
});
