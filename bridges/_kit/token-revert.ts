import { decodeErrorResult, type Hex, parseAbi } from 'viem';
import type { RevertReason } from './to-sign.ts';

/** ERC-6093, and the plain reasons of everything older. */
const tokenErrors = parseAbi([
  'error Error(string reason)',
  'error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)',
  'error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)',
]);

/** What tokens and the libraries around them say, in whatever words: OpenZeppelin, Dai, USDC, Solmate. */
const WORDS: readonly (readonly [RegExp, RevertReason['code']])[] = [
  [/allowance/i, 'INSUFFICIENT_ALLOWANCE'],
  [/balance/i, 'INSUFFICIENT_BALANCE'],
  [/paused/i, 'PAUSED'],
];

const CODES: Readonly<Record<string, RevertReason['code']>> = {
  ERC20InsufficientBalance: 'INSUFFICIENT_BALANCE',
  ERC20InsufficientAllowance: 'INSUFFICIENT_ALLOWANCE',
};

/** The words of a revert: the reason of an `Error(string)`, else undefined. */
export const revertWords = (data: string): string | undefined => {
  try {
    const { errorName, args } = decodeErrorResult({ abi: tokenErrors, data: data as Hex });
    return errorName === 'Error' ? String(args[0]) : undefined;
  } catch {
    return undefined;
  }
};

/** What a token's revert means. A vendor's contracts hand it on as it came. */
export const explainTokenRevert = (data: string): RevertReason | undefined => {
  const words = revertWords(data);
  if (words !== undefined) {
    const code = WORDS.find(([pattern]) => pattern.test(words))?.[1];
    return code && { code, detail: `the token says: ${words}` };
  }
  try {
    const { errorName } = decodeErrorResult({ abi: tokenErrors, data: data as Hex });
    const code = CODES[errorName];
    return code && { code, detail: `the token says: ${errorName}` };
  } catch {
    return undefined;
  }
};
