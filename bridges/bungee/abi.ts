import { parseAbi } from 'viem';

/** The holder's only call. Source: SocketDotTech/openrouter, IAllowanceHolder.sol, which is 0x's. */
export const holderAbi = parseAbi([
  'function exec(address operator, address token, uint256 amount, address target, bytes data) payable returns (bytes result)',
]);

/**
 * The router's call that pays a fee and bridges the rest, with nothing exchanged and nothing put together while it runs; what it logs; and what it
 * turns a call down with. Source: SocketDotTech/openrouter, OpenRouter.sol.
 */
export const routerAbi = parseAbi([
  'struct InputData { address user; address inputToken; uint256 inputAmount; }',
  'struct FeeData { address receiver; uint256 amount; }',
  'struct BridgeData { address target; address approvalSpender; uint256 value; }',
  'function bridge(bytes32 quoteId, InputData input, FeeData fee, BridgeData bridgeData, bytes bridgeCallData) payable',
  'event RequestExecuted(bytes32 indexed quoteId)',
  'error CallerNotSignedUser()',
  'error InsufficientMsgValue()',
  'error InvalidExecution()',
]);
