import { parseAbi } from 'viem';

/** The bonder's, the messenger's and the attester's side of Hop's contracts, and what its API reads of them. */
export const hopAbi = parseAbi([
  'function isTransferIdSpent(bytes32 transferId) view returns (bool)',
  'function getCredit(address bonder) view returns (uint256)',
  'function getDebitAndAdditionalDebit(address bonder) view returns (uint256)',
  'function bondWithdrawal(address recipient, uint256 amount, bytes32 transferNonce, uint256 bonderFee)',
  'function bondWithdrawalAndDistribute(address recipient, uint256 amount, bytes32 transferNonce, uint256 bonderFee, uint256 amountOutMin, uint256 deadline)',
  'function calculateSwap(uint8 tokenIndexFrom, uint8 tokenIndexTo, uint256 dx) view returns (uint256)',
  'function deliver(bytes32 message, address bridge, address recipient, uint256 amount, uint256 amountOutMin, uint256 deadline, address relayer, uint256 relayerFee)',
  'function delivered(bytes32 message) view returns (bool)',
  'function receiveMessage(bytes message, bytes attestation) returns (bool)',
  'function usedNonces(bytes32 key) view returns (uint256)',
  'event TransferSentToL2(uint256 indexed chainId, address indexed recipient, uint256 amount, uint256 amountOutMin, uint256 deadline, address indexed relayer, uint256 relayerFee)',
  'event TransferSent(bytes32 indexed transferId, uint256 indexed chainId, address indexed recipient, uint256 amount, bytes32 transferNonce, uint256 bonderFee, uint256 index, uint256 amountOutMin, uint256 deadline)',
  'event WithdrawalBonded(bytes32 indexed transferId, uint256 amount)',
  'event CCTPTransferSent(uint64 indexed cctpNonce, uint256 indexed chainId, address indexed recipient, uint256 amount, uint256 bonderFee)',
]);
