import { decodeErrorResult, type Hex, parseAbi } from 'viem';
import type { RevertReason } from '../_kit/to-sign.ts';

const errorAbi = parseAbi(['error Error(string reason)']);

/** The contracts are of an old compiler and revert with words. Source: circlefin/evm-cctp-contracts, src/v2. */
const WORDS: Readonly<Record<string, Pick<RevertReason, 'code' | 'detail'>>> = {
  'Max fee must be less than amount': { code: 'LIMIT', detail: 'the amount does not exceed the fee' },
  'Insufficient max fee': { code: 'QUOTE_MOVED', detail: 'Circle now takes more than this burn allows' },
  'Amount must be nonzero': { code: 'LIMIT', detail: 'nothing would be burnt' },
  'Burn amount exceeds per tx limit': { code: 'LIMIT', detail: 'one message may not carry so much' },
  'No TokenMessenger for domain': { code: 'UNSUPPORTED_ROUTE', detail: 'CCTP does not go there from this chain' },
  'Nonce already used': { code: 'NOTHING_TO_SIGN', detail: 'the message was received already' },
  'Invalid caller for message': { code: 'WRONG_SENDER', detail: 'the burn names who alone may bring its message' },
  'Message expired and must be re-signed': {
    code: 'STEP_NOT_READY',
    detail: 'it was signed before it was final, and too long ago; Circle signs it again when asked (POST /v2/reattest/{nonce})',
  },
  'Burn token not supported': { code: 'UNSUPPORTED_ROUTE', detail: 'CCTP does not burn this token' },
};

/** `Pausable: paused` is USDC's word as well as the transmitter's, and is explained as a token's. */
export const explainRevert = (data: string): RevertReason | undefined => {
  try {
    const [words] = decodeErrorResult({ abi: errorAbi, data: data as Hex }).args;
    const reason = Object.hasOwn(WORDS, words) ? WORDS[words] : undefined;
    return reason && { code: reason.code, detail: `${words}: ${reason.detail}` };
  } catch {
    return undefined;
  }
};
