import { parseAbi } from 'viem';
import { explainBy } from '../_kit/explain-revert.ts';

/** What a deposit can revert with. Signatures: @across-protocol/contracts 5.0.27, Ethereum_SpokePool. */
const depositErrors = parseAbi([
  'error DepositsArePaused()',
  'error DisabledRoute()',
  'error InvalidQuoteTimestamp()',
  'error InvalidFillDeadline()',
  'error InvalidExclusiveRelayer()',
  'error InvalidOutputToken()',
  'error MsgValueDoesNotMatchInputAmount()',
]);

/** A quote whose times the pool does not take is too old, or from after its newest block: either way another one is needed. */
const OLD = { code: 'QUOTE_EXPIRED', detail: 'the spoke pool no longer takes the times of this quote' } as const;
const NOT_CARRIED = { code: 'UNSUPPORTED_ROUTE', detail: 'the spoke pool does not carry this' } as const;

export const explainRevert = explainBy(depositErrors, {
  DepositsArePaused: { code: 'PAUSED', detail: 'Across takes no deposits on this chain now' },
  InvalidQuoteTimestamp: OLD,
  InvalidFillDeadline: OLD,
  InvalidExclusiveRelayer: OLD,
  DisabledRoute: NOT_CARRIED,
  InvalidOutputToken: NOT_CARRIED,
});
