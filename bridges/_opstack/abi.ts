import { parseAbi } from 'viem';

/** The parts of the OP Stack that we call and read. Signatures: @eth-optimism/contracts-bedrock 0.17.3; topics agree with viem's own. */
export const bridgeAbi = parseAbi([
  'function bridgeETHTo(address to, uint32 minGasLimit, bytes extraData) payable',
  'function bridgeERC20To(address localToken, address remoteToken, address to, uint256 amount, uint32 minGasLimit, bytes extraData)',
  'function deposits(address l1Token, address l2Token) view returns (uint256)',
  'function paused() view returns (bool)',
  'event ETHBridgeInitiated(address indexed from, address indexed to, uint256 amount, bytes extraData)',
  'event ETHBridgeFinalized(address indexed from, address indexed to, uint256 amount, bytes extraData)',
  'event ERC20BridgeInitiated(address indexed localToken, address indexed remoteToken, address indexed from, address to, uint256 amount, bytes extraData)',
  'event ERC20BridgeFinalized(address indexed localToken, address indexed remoteToken, address indexed from, address to, uint256 amount, bytes extraData)',
]);

export const messengerAbi = parseAbi([
  'function relayMessage(uint256 nonce, address sender, address target, uint256 value, uint256 minGasLimit, bytes message) payable',
  'event SentMessage(address indexed target, address sender, bytes message, uint256 messageNonce, uint256 gasLimit)',
  'event RelayedMessage(bytes32 indexed msgHash)',
]);

export const passerAbi = parseAbi([
  'event MessagePassed(uint256 indexed nonce, address indexed sender, address indexed target, uint256 value, uint256 gasLimit, bytes data, bytes32 withdrawalHash)',
]);

export const portalAbi = parseAbi([
  'function paused() view returns (bool)',
  'function params() view returns (uint128 prevBaseFee, uint64 prevBoughtGas, uint64 prevBlockNum)',
  'function proofMaturityDelaySeconds() view returns (uint256)',
  'function disputeGameFinalityDelaySeconds() view returns (uint256)',
  'event WithdrawalProven(bytes32 indexed withdrawalHash, address indexed from, address indexed to)',
  'event WithdrawalFinalized(bytes32 indexed withdrawalHash, bool success)',
]);

/** The user's side of the portal. */
export const withdrawalAbi = parseAbi([
  'struct Withdrawal { uint256 nonce; address sender; address target; uint256 value; uint256 gasLimit; bytes data; }',
  'struct OutputRootProof { bytes32 version; bytes32 stateRoot; bytes32 messagePasserStorageRoot; bytes32 latestBlockhash; }',
  'function proveWithdrawalTransaction(Withdrawal withdrawal, uint256 disputeGameIndex, OutputRootProof outputRootProof, bytes[] withdrawalProof)',
  'function finalizeWithdrawalTransaction(Withdrawal withdrawal)',
  'function finalizeWithdrawalTransactionExternalProof(Withdrawal withdrawal, address proofSubmitter)',
  'function finalizedWithdrawals(bytes32 withdrawalHash) view returns (bool)',
  'function respectedGameType() view returns (uint32)',
  'function numProofSubmitters(bytes32 withdrawalHash) view returns (uint256)',
  'function proofSubmitters(bytes32 withdrawalHash, uint256 index) view returns (address)',
  'function provenWithdrawals(bytes32 withdrawalHash, address proofSubmitter) view returns (address disputeGameProxy, uint64 timestamp)',
  'function checkWithdrawal(bytes32 withdrawalHash, address proofSubmitter) view',
]);

export const gameAbi = parseAbi(['function rootClaim() view returns (bytes32)', 'function extraData() view returns (bytes)']);

export const factoryAbi = parseAbi([
  'function gameCount() view returns (uint256)',
  'function gameAtIndex(uint256 index) view returns (uint32 gameType, uint64 timestamp, address proxy)',
]);

export const tokenAbi = parseAbi(['function l1Token() view returns (address)']);

/** What a call reverts with on its way through bridge, messenger and portal; older checks give their reason in words, and newer ones another name. */
export const errorsAbi = parseAbi([
  'error OutOfGas()',
  'error SmallGasLimit()',
  'error LargeCalldata()',
  'error CallPaused()',
  'error AlreadyFinalized()',
  'error OptimismPortal_AlreadyFinalized()',
]);
