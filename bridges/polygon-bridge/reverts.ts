import type { RevertReason } from '../_kit/to-sign.ts';
import { revertWords } from '../_kit/token-revert.ts';

/** The contracts give plain words. Source: contracts/root of maticnetwork/pos-portal. */
const WORDS: readonly (readonly [RegExp, RevertReason])[] = [
  [/^RootChainManager: DEPOSIT_DISABLED$/, { code: 'PAUSED', detail: 'deposits of this token are switched off' }],
  [/^RootChainManager: EXIT_DISABLED$/, { code: 'PAUSED', detail: 'withdrawals of this token are switched off' }],
  [/^RootChainManager: EXIT_ALREADY_PROCESSED$/, { code: 'NOTHING_TO_SIGN', detail: 'the burn was claimed already' }],
  [
    /^RootChainManager: (TOKEN_NOT_MAPPED|INVALID_TOKEN_TYPE|INVALID_ROOT_TOKEN)$/,
    { code: 'UNSUPPORTED_ROUTE', detail: 'the bridge does not carry this token' },
  ],
];

export const explainRevert = (data: string): RevertReason | undefined => {
  const words = revertWords(data);
  if (words === undefined) return undefined;
  const reason = WORDS.find(([pattern]) => pattern.test(words))?.[1];
  return reason && { code: reason.code, detail: `${words}: ${reason.detail}` };
};
