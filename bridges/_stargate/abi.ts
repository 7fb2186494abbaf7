import { type AbiEvent, parseAbi, toEventSelector } from 'viem';

/** The parts of a Stargate V2 pool that we call and read. Signatures: @stargatefinance/stg-evm-v2 2.0.6 and LayerZero's IOFT. */
export const poolAbi = parseAbi([
  'struct SendParam { uint32 dstEid; bytes32 to; uint256 amountLD; uint256 minAmountLD; bytes extraOptions; bytes composeMsg; bytes oftCmd; }',
  'struct MessagingFee { uint256 nativeFee; uint256 lzTokenFee; }',
  'struct OFTLimit { uint256 minAmountLD; uint256 maxAmountLD; }',
  'struct OFTFeeDetail { int256 feeAmountLD; string description; }',
  'struct OFTReceipt { uint256 amountSentLD; uint256 amountReceivedLD; }',
  'struct MessagingReceipt { bytes32 guid; uint64 nonce; MessagingFee fee; }',
  'function quoteOFT(SendParam sendParam) view returns (OFTLimit limit, OFTFeeDetail[] oftFeeDetails, OFTReceipt receipt)',
  'function quoteSend(SendParam sendParam, bool payInLzToken) view returns (MessagingFee fee)',
  'function send(SendParam sendParam, MessagingFee fee, address refundAddress) payable returns (MessagingReceipt msgReceipt, OFTReceipt oftReceipt)',
  'function status() view returns (uint8)',
  'function poolBalance() view returns (uint256)',
  'event OFTSent(bytes32 indexed guid, uint32 dstEid, address indexed fromAddress, uint256 amountSentLD, uint256 amountReceivedLD)',
  'event OFTReceived(bytes32 indexed guid, uint32 srcEid, address indexed toAddress, uint256 amountReceivedLD)',
]);

const topicsOf = (abi: readonly { readonly type: string }[]): readonly string[] =>
  abi.flatMap((item) => (item.type === 'event' ? [toEventSelector(item as AbiEvent)] : []));

/** Of every event that a pool tells of a transfer by. */
export const POOL_TOPICS = topicsOf(poolAbi);

/** What a call of a pool reverts with, along the way to the endpoint. */
export const errorsAbi = parseAbi([
  'error Path_InsufficientCredit()',
  'error Stargate_SlippageTooHigh()',
  'error Stargate_InvalidAmount()',
  'error Stargate_InvalidPath()',
  'error Stargate_Paused()',
  'error Stargate_InsufficientFare()',
  'error Bus_InvalidFare(bool nativeDrop)',
  'error Bus_QueueFull()',
  'error NoPeer(uint32 eid)',
  'error SlippageExceeded(uint256 amountLD, uint256 minAmountLD)',
  'error LZ_DefaultSendLibUnavailable()',
  'error LZ_DefaultReceiveLibUnavailable()',
  'error LZ_UnsupportedEid()',
  'error LZ_InsufficientFee(uint256 requiredNative, uint256 suppliedNative, uint256 requiredLzToken, uint256 suppliedLzToken)',
  'error NotEnoughNative(uint256 msgValue)',
  'error Transfer_TransferFailed()',
]);

export const messagingAbi = parseAbi([
  'function assetIds(address stargate) view returns (uint16)',
  'event BusRode(uint32 dstEid, uint72 ticketId, uint80 fare, bytes passenger)',
  'event BusDriven(uint32 dstEid, uint72 startTicketId, uint8 numPassengers, bytes32 guid)',
]);

/** Of every event that the messaging contract tells of a bus by. */
export const MESSAGING_TOPICS = topicsOf(messagingAbi);
