import { parseAbi } from 'viem';

const ORDER =
  'struct Order { uint64 makerOrderNonce; bytes makerSrc; uint256 giveChainId; bytes giveTokenAddress; uint256 giveAmount; uint256 takeChainId; bytes takeTokenAddress; uint256 takeAmount; bytes receiverDst; bytes givePatchAuthoritySrc; bytes orderAuthorityAddressDst; bytes allowedTakerDst; bytes allowedCancelBeneficiarySrc; bytes externalCall; }';

/** The parts of DlnSource that we call and read. Signatures: `@debridge-finance/dln-client` 8.3.6. */
export const sourceAbi = parseAbi([
  ORDER,
  'struct OrderCreation { address giveTokenAddress; uint256 giveAmount; bytes takeTokenAddress; uint256 takeAmount; uint256 takeChainId; bytes receiverDst; address givePatchAuthoritySrc; bytes orderAuthorityAddressDst; bytes allowedTakerDst; bytes externalCall; bytes allowedCancelBeneficiarySrc; }',
  'function createOrder(OrderCreation orderCreation, bytes affiliateFee, uint32 referralCode, bytes permitEnvelope) payable returns (bytes32 orderId)',
  'function createSaltedOrder(OrderCreation orderCreation, uint64 salt, bytes affiliateFee, uint32 referralCode, bytes permitEnvelope, bytes payload) payable returns (bytes32 orderId)',
  'function giveOrders(bytes32 orderId) view returns (uint8 status, uint160 giveTokenAddress, uint88 nativeFixFee, uint48 takeChainId, uint208 percentFee, uint256 giveAmount, address affiliateBeneficiary, uint256 affiliateAmount)',
  'function paused() view returns (bool)',
  'error WrongFixedFee(uint256 received, uint256 actual)',
  'error NotSupportedDstChain()',
  'error MismatchNativeGiveAmount()',
  'event CreatedOrder(Order order, bytes32 orderId, bytes affiliateFee, uint256 nativeFixFee, uint256 percentFee, uint32 referralCode, bytes payload)',
  'event ClaimedOrderCancel(bytes32 orderId, address beneficiary, uint256 paidAmount, address giveTokenAddress)',
]);

/** The parts of DlnDestination. */
export const destinationAbi = parseAbi([
  ORDER,
  'function takeOrders(bytes32 orderId) view returns (uint8 status, address takerAddress, uint256 giveChainId)',
  'error IncorrectOrderStatus()',
  'error Unauthorized()',
  'function sendEvmOrderCancel(Order order, address cancelBeneficiary, uint256 executionFee) payable',
  'function paused() view returns (bool)',
  'event FulfilledOrder(Order order, bytes32 orderId, uint256 actualFulfillAmount, address sender, address unlockAuthority)',
]);

/** FulfilledOrder as it was until February 2026 (Ethereum block 24 447 763): history is full of it. */
export const earlierDestinationAbi = parseAbi([
  ORDER,
  'event FulfilledOrder(Order order, bytes32 orderId, address sender, address unlockAuthority)',
]);
