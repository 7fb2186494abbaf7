import { parseAbi } from 'viem';
import { explainBy } from '../_kit/explain-revert.ts';

/** What the diamond turns a start down with. Signatures: lifinance/contracts, Errors/GenericErrors.sol. */
const diamondErrors = parseAbi([
  'error CumulativeSlippageTooHigh(uint256 minAmount, uint256 receivedAmount)',
  'error CannotBridgeToSameNetwork()',
  'error DiamondIsPaused()',
  'error InformationMismatch()',
  'error InvalidAmount()',
  'error InvalidReceiver()',
  'error UnAuthorized()',
]);

const OLD = { code: 'QUOTE_EXPIRED', detail: 'the diamond no longer takes this call: ask for another quote' } as const;

export const explainRevert = explainBy(diamondErrors, {
  CumulativeSlippageTooHigh: { code: 'QUOTE_MOVED', detail: 'an exchange on the way would give less than the quote accepts' },
  CannotBridgeToSameNetwork: { code: 'UNSUPPORTED_ROUTE', detail: 'both chains are the same' },
  DiamondIsPaused: { code: 'PAUSED', detail: 'LI.FI’s diamond is paused on this chain' },
  InformationMismatch: OLD,
  InvalidAmount: OLD,
  InvalidReceiver: OLD,
  UnAuthorized: OLD,
});
