import { parseAbi } from 'viem';

/** The owner's, the proposer's and the sequencer's side of the OP Stack. Signatures: @eth-optimism/contracts-bedrock 0.17.3. */
export const opStackAbi = parseAbi([
  'struct ResourceConfig { uint32 maxResourceLimit; uint8 elasticityMultiplier; uint8 baseFeeMaxChangeDenominator; uint32 minimumBaseFee; uint32 systemTxMaxGas; uint128 maximumBaseFee; }',
  'struct Addresses { address l1CrossDomainMessenger; address l1ERC721Bridge; address l1StandardBridge; address disputeGameFactory; address optimismPortal; address optimismMintableERC20Factory; address gasPayingToken; }',
  'function initialize(address owner, uint32 basefeeScalar, uint32 blobbasefeeScalar, bytes32 batcherHash, uint64 gasLimit, address unsafeBlockSigner, ResourceConfig config, address batchInbox, Addresses addresses)',
  'function create(uint32 gameType, bytes32 rootClaim, bytes extraData) payable returns (address)',
  'function successfulMessages(bytes32 msgHash) view returns (bool)',
  'event TransactionDeposited(address indexed from, address indexed to, uint256 indexed version, bytes opaqueData)',
]);

export const initializers = {
  superchainConfig: parseAbi(['function initialize(address guardian, bool paused)']),
  portal: parseAbi(['function initialize(address disputeGameFactory, address systemConfig, address superchainConfig, uint32 gameType)']),
  l1Messenger: parseAbi(['function initialize(address superchainConfig, address portal, address systemConfig)']),
  l1Bridge: parseAbi(['function initialize(address messenger, address superchainConfig, address systemConfig)']),
  l2: parseAbi(['function initialize(address other)']),
} as const;
