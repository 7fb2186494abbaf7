import { explainBy, type RevertTable } from '../_kit/explain-revert.ts';
import type { RevertReason } from '../_kit/to-sign.ts';
import { revertWords } from '../_kit/token-revert.ts';
import { errorsAbi } from './abi.ts';

/** Every error of the ABI has its meaning here: a new one does not compile without. */
const REASONS: RevertTable & Readonly<Record<(typeof errorsAbi)[number]['name'], RevertReason>> = {
  InsufficientSubmissionCost: { code: 'QUOTE_EXPIRED', detail: 'Ethereum’s base fee has risen beyond what was offered; ask again' },
  InsufficientValue: { code: 'QUOTE_EXPIRED', detail: 'the ether sent does not pay for the message; ask again' },
  NotAllowedOrigin: { code: 'PAUSED', detail: 'the inbox takes messages of chosen senders alone' },
  GasLimitTooLarge: { code: 'LIMIT', detail: 'the gas for the other side is too much' },
  DataTooLarge: { code: 'LIMIT', detail: 'the message is too long' },
  L1Forked: { code: 'UNSUPPORTED_ROUTE', detail: 'this is not the chain that the inbox was made for' },
  AlreadySpent: { code: 'NOTHING_TO_SIGN', detail: 'the withdrawal was claimed already' },
  NoTicketWithID: { code: 'NOTHING_TO_SIGN', detail: 'no such ticket is left: it was redeemed or cancelled, or its time is over' },
  UnknownRoot: { code: 'STEP_NOT_READY', detail: 'the outbox does not know of it yet' },
};

/** Pauses and gateways give their reason in words. */
const WORDS: readonly (readonly [RegExp, RevertReason['code']])[] = [
  [/^Pausable: paused$/, 'PAUSED'],
  [/^L[12]DaiGateway\/closed$/, 'PAUSED'],
  [/^(NO_L2_TOKEN_SET|TOKEN_NOT_DEPLOYED|NOT_EXPECTED_L1_TOKEN)$/, 'UNSUPPORTED_ROUTE'],
];

const byError = explainBy(errorsAbi, REASONS);

export const explainRevert = (data: string): RevertReason | undefined => {
  const words = revertWords(data);
  if (words === undefined) return byError(data);
  const code = WORDS.find(([pattern]) => pattern.test(words))?.[1];
  return code && { code, detail: words };
};
