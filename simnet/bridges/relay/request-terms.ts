import {
  type Address,
  concatHex,
  decodeAbiParameters,
  encodeAbiParameters,
  type Hex,
  keccak256,
  parseAbi,
  parseAbiParameters,
  size,
  slice,
  stringToHex,
} from 'viem';

/**
 * What a request of Relay's is about. The real solver has it in a database; here it travels behind the deposit's own arguments, where the
 * depository does not look, and its hash is the request's id. So the chain alone tells the solver what to pay, over any restart.
 */
export interface RequestTerms {
  readonly originToken: Address;
  readonly amountIn: bigint;
  readonly destinationChainId: bigint;
  readonly recipient: Address;
  /** The zero address is the coin. */
  readonly token: Address;
  readonly amountOut: bigint;
  /** Tells apart requests that are alike. */
  readonly salt: bigint;
}

const TERMS = parseAbiParameters('address, uint256, uint256, address, address, uint256, uint256');
const TERMS_BYTES = 7 * 32;

export const depositoryAbi = parseAbi([
  'function depositNative(address depositor, bytes32 id) payable',
  'function depositErc20(address depositor, address token, uint256 amount, bytes32 id)',
  'event RelayNativeDeposit(address from, uint256 amount, bytes32 id)',
  'event RelayErc20Deposit(address from, address token, uint256 amount, bytes32 id)',
]);

export const encodeTerms = (terms: RequestTerms): { id: Hex; bytes: Hex } => {
  const { originToken, amountIn, destinationChainId, recipient, token, amountOut, salt } = terms;
  const bytes = encodeAbiParameters(TERMS, [originToken, amountIn, destinationChainId, recipient, token, amountOut, salt]);
  return { id: keccak256(bytes), bytes };
};

/** What the API calls the request of an order: another number, as with the real one. */
export const requestIdOf = (orderId: Hex): Hex => keccak256(concatHex([orderId, stringToHex('request')]));

/** The terms behind a deposit's calldata; undefined when they are not the ones that this id stands for. */
export const termsBehind = (calldata: Hex, id: Hex): RequestTerms | undefined => {
  if (size(calldata) < TERMS_BYTES) return undefined;
  const bytes = slice(calldata, size(calldata) - TERMS_BYTES);
  if (keccak256(bytes) !== id) return undefined;
  const [originToken, amountIn, destinationChainId, recipient, token, amountOut, salt] = decodeAbiParameters(TERMS, bytes);
  return { originToken, amountIn, destinationChainId, recipient, token, amountOut, salt };
};
