import { parseAbi } from 'viem';

const ORDER =
  'struct Order { uint64 makerOrderNonce; bytes makerSrc; uint256 giveChainId; bytes giveTokenAddress; uint256 giveAmount; uint256 takeChainId; bytes takeTokenAddress; uint256 takeAmount; bytes receiverDst; bytes givePatchAuthoritySrc; bytes orderAuthorityAddressDst; bytes allowedTakerDst; bytes allowedCancelBeneficiarySrc; bytes externalCall; }';

/** The solvers' side of DLN, and that of whoever carries its messages. Signatures: `@debridge-finance/dln-client` 8.3.6. */
export const dlnAbi = parseAbi([
  ORDER,
  'function getOrderId(Order order) pure returns (bytes32)',
  'function fulfillOrder(Order order, uint256 fulFillAmount, bytes32 orderId, bytes permitEnvelope, address unlockAuthority) payable',
  'function sendEvmUnlock(bytes32 orderId, address beneficiary, uint256 executionFee) payable',
  'function claimUnlock(bytes32 orderId, address beneficiary)',
  'function claimCancel(bytes32 orderId, address beneficiary)',
  'event SentOrderUnlock(bytes32 orderId, bytes beneficiary, bytes32 submissionId)',
  'event SentOrderCancel(Order order, bytes32 orderId, bytes cancelBeneficiary, bytes32 submissionId)',
]);
