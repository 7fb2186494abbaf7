import { parseAbi } from 'viem';

/**
 * The parts of pos-portal that we call and read. Signatures: @maticnetwork/meta 2.4.59 (artifacts pos, plasma and genesis); those that are
 * newer than the package, `migrationStatus` and `ExitedERC20`, from maticnetwork/pos-portal, `StateCommitted` and `StateSyncReplay` from
 * maticnetwork/genesis-contracts.
 */
export const managerAbi = parseAbi([
  'function depositEtherFor(address user) payable',
  'function depositFor(address user, address rootToken, bytes depositData)',
  'function exit(bytes inputData)',
  'function rootToChildToken(address rootToken) view returns (address)',
  'function migrationStatus(address rootToken) view returns (bool isDepositDisabled, bool isExitDisabled, uint256 lastExitBlockNumber)',
]);

export const erc20PredicateAbi = parseAbi([
  'event LockedERC20(address indexed depositor, address indexed depositReceiver, address indexed rootToken, uint256 amount)',
  'event ExitedERC20(address indexed exitor, address indexed rootToken, uint256 amount)',
]);

export const etherPredicateAbi = parseAbi([
  'event LockedEther(address indexed depositor, address indexed depositReceiver, uint256 amount)',
  'event ExitedEther(address indexed exitor, uint256 amount)',
]);

export const stateSenderAbi = parseAbi(['event StateSynced(uint256 indexed id, address indexed contractAddress, bytes data)']);

export const stateReceiverAbi = parseAbi([
  'event StateCommitted(uint256 indexed stateId, bool success)',
  'event StateSyncReplay(uint256 indexed stateId)',
]);

export const rootChainAbi = parseAbi([
  'function currentHeaderBlock() view returns (uint256)',
  'function headerBlocks(uint256 headerBlockId) view returns (bytes32 root, uint256 start, uint256 end, uint256 createdAt, address proposer)',
]);

export const tokenAbi = parseAbi([
  'function balanceOf(address account) view returns (uint256)',
  'function withdraw(uint256 amount)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
]);

export const multicallAbi = parseAbi(['function getEthBalance(address account) view returns (uint256)']);
