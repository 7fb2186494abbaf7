import { parseAbi } from 'viem';

/** The depository, as far as we call and read it. Source: relayprotocol/relay-depository at 8c46f72d, packages/ethereum-vm. */
export const depositoryAbi = parseAbi([
  'function depositNative(address depositor, bytes32 id) payable',
  'function depositErc20(address depositor, address token, uint256 amount, bytes32 id)',
  'event RelayNativeDeposit(address from, uint256 amount, bytes32 id)',
  'event RelayErc20Deposit(address from, address token, uint256 amount, bytes32 id)',
  'error AddressCannotBeZero()',
  'error CallFailed(bytes returnData)',
  'error TransferFromFailed()',
]);
