import { parseAbi } from 'viem';

/** The owner's side of the contracts. Signatures: @arbitrum/nitro-contracts 3.2.0, @arbitrum/token-bridge-contracts 1.2.5. */
export const ownerAbi = parseAbi([
  'function setDelayedInbox(address inbox, bool enabled)',
  'function setOutbox(address outbox, bool enabled)',
  'function setGateways(address[] tokens, address[] gateways, uint256 maxGas, uint256 gasPriceBid, uint256 maxSubmissionCost) payable returns (uint256)',
  'function forceRegisterTokenToL2(address[] l1Addresses, address[] l2Addresses, uint256 maxGas, uint256 gasPriceBid, uint256 maxSubmissionCost) payable returns (uint256)',
]);

export const initializers = {
  bridge: parseAbi(['function initialize(address rollup)']),
  inbox: parseAbi(['function initialize(address bridge, address sequencerInbox)']),
  outbox: parseAbi(['function initialize(address bridge)']),
  l1Router: parseAbi(['function initialize(address owner, address defaultGateway, address unused, address counterpart, address inbox)']),
  l1Weth: parseAbi(['function initialize(address counterpart, address router, address inbox, address l1Weth, address l2Weth)']),
  l1Custom: parseAbi(['function initialize(address counterpart, address router, address inbox, address owner)']),
  l2Router: parseAbi(['function initialize(address counterpart, address defaultGateway)']),
  l2Weth: parseAbi(['function initialize(address counterpart, address router, address l1Weth, address l2Weth)']),
  l2Custom: parseAbi(['function initialize(address counterpart, address router)']),
} as const;

/** The stand-ins' own side: `contracts/Arbitrum.sol`. */
export const standInAbi = parseAbi([
  'function submitted(bytes32 ticketId, bytes32 retryTxHash, uint64 gas, address refundTo, uint256 maxRefund, uint256 submissionFee)',
  'function redeemed(bytes32 ticketId, bytes32 retryTxHash, uint64 sequenceNum, uint64 gas, address donor)',
  'event RedeemAsked(bytes32 indexed ticketId, uint64 sequenceNum, uint64 donatedGas, address gasDonor)',
  'function assertedRoot() view returns (bytes32)',
  'function confirmableAt() view returns (uint256)',
  'function assertRoot(bytes32 root, bytes32 blockHash)',
  'function confirm()',
  'function setPaused(bool paused)',
]);
