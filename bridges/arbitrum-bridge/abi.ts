import { parseAbi } from 'viem';

/** The parts of the bridge that we call and read. Signatures: @arbitrum/nitro-contracts 3.2.0 and @arbitrum/token-bridge-contracts 1.2.5. */
export const bridgeAbi = parseAbi([
  'event MessageDelivered(uint256 indexed messageIndex, bytes32 indexed beforeInboxAcc, address inbox, uint8 kind, address sender, bytes32 messageDataHash, uint256 baseFeeL1, uint64 timestamp)',
  'event BridgeCallTriggered(address indexed outbox, address indexed to, uint256 value, bytes data)',
]);

export const inboxAbi = parseAbi([
  'function createRetryableTicket(address to, uint256 l2CallValue, uint256 maxSubmissionCost, address excessFeeRefundAddress, address callValueRefundAddress, uint256 gasLimit, uint256 maxFeePerGas, bytes data) payable returns (uint256)',
  'function calculateRetryableSubmissionFee(uint256 dataLength, uint256 baseFee) view returns (uint256)',
  'function paused() view returns (bool)',
  'event InboxMessageDelivered(uint256 indexed messageNum, bytes data)',
]);

/** What the user's side of the outbox is, and what it is told of Arbitrum. */
export const claimAbi = parseAbi([
  'function isSpent(uint256 index) view returns (bool)',
  'function executeTransaction(bytes32[] proof, uint256 index, address l2Sender, address to, uint256 l2Block, uint256 l1Block, uint256 l2Timestamp, uint256 value, bytes data)',
  'event SendRootUpdated(bytes32 indexed outputRoot, bytes32 indexed l2BlockHash)',
]);

export const outboxAbi = parseAbi([
  'event OutBoxTransactionExecuted(address indexed to, address indexed l2Sender, uint256 indexed zero, uint256 transactionIndex)',
]);

export const rollupAbi = parseAbi(['function confirmPeriodBlocks() view returns (uint64)', 'function paused() view returns (bool)']);

/** Of either side, the router's as well as a gateway's. */
export const routerAbi = parseAbi([
  'function getGateway(address token) view returns (address)',
  'function calculateL2TokenAddress(address l1Token) view returns (address)',
]);

export const l1RouterAbi = parseAbi([
  'function outboundTransferCustomRefund(address token, address refundTo, address to, uint256 amount, uint256 maxGas, uint256 gasPriceBid, bytes data) payable returns (bytes)',
  'function outboundTransfer(address token, address to, uint256 amount, uint256 maxGas, uint256 gasPriceBid, bytes data) payable returns (bytes)',
]);

export const l2RouterAbi = parseAbi([
  'function outboundTransfer(address l1Token, address to, uint256 amount, bytes data) payable returns (bytes)',
]);

export const l1GatewayAbi = parseAbi([
  'event DepositInitiated(address l1Token, address indexed from, address indexed to, uint256 indexed sequenceNumber, uint256 amount)',
  'event WithdrawalFinalized(address l1Token, address indexed from, address indexed to, uint256 indexed exitNum, uint256 amount)',
]);

export const l2GatewayAbi = parseAbi([
  'event WithdrawalInitiated(address l1Token, address indexed from, address indexed to, uint256 indexed l2ToL1Id, uint256 exitNum, uint256 amount)',
]);

export const arbSysAbi = parseAbi([
  'function withdrawEth(address destination) payable returns (uint256)',
  'function sendMerkleTreeState() view returns (uint256 size, bytes32 root, bytes32[] partials)',
  'event L2ToL1Tx(address caller, address indexed destination, uint256 indexed hash, uint256 indexed position, uint256 arbBlockNum, uint256 ethBlockNum, uint256 timestamp, uint256 callvalue, bytes data)',
]);

export const retryableAbi = parseAbi([
  'function redeem(bytes32 ticketId) returns (bytes32)',
  'function getTimeout(bytes32 ticketId) view returns (uint256)',
  'event TicketCreated(bytes32 indexed ticketId)',
  'event LifetimeExtended(bytes32 indexed ticketId, uint256 newTimeout)',
  'event Canceled(bytes32 indexed ticketId)',
  'event RedeemScheduled(bytes32 indexed ticketId, bytes32 indexed retryTxHash, uint64 indexed sequenceNum, uint64 donatedGas, address gasDonor, uint256 maxRefund, uint256 submissionFeeRefund)',
]);

/** Signature: @arbitrum/nitro-contracts 3.2.0, NodeInterface. */
export const nodeInterfaceAbi = parseAbi([
  'function constructOutboxProof(uint64 size, uint64 leaf) view returns (bytes32 send, bytes32 root, bytes32[] proof)',
]);

/** What inbox, outbox and the keeper of tickets revert with; pauses and gateways give their reason in words. */
export const errorsAbi = parseAbi([
  'error InsufficientSubmissionCost(uint256 expected, uint256 actual)',
  'error InsufficientValue(uint256 expected, uint256 actual)',
  'error NotAllowedOrigin(address origin)',
  'error GasLimitTooLarge()',
  'error DataTooLarge(uint256 dataLength, uint256 maxDataLength)',
  'error L1Forked()',
  'error AlreadySpent(uint256 index)',
  'error UnknownRoot(bytes32 root)',
  'error NoTicketWithID()',
]);
