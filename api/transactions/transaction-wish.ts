import type { InputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import { transactionRequest } from '#schemas/api/transaction.ts';
import { inputIssue } from '../input/input-issue.ts';
import { readParty } from './read-party.ts';

/** Who sends, who receives (both checksummed), how much less is accepted, and in which way it is sent. */
export interface TransactionWish {
  readonly sender: string;
  readonly recipient: string;
  readonly slippageBps: number | undefined;
  /** A plain transfer to an address of the vendor's is wanted. */
  readonly depositAddress: boolean;
}

/** Reads the body of a request for a transaction. */
export const parseTransactionWish = (body: unknown): Result<TransactionWish, InputError> => {
  const parsed = transactionRequest.safeParse(body);
  if (!parsed.success) return err(inputIssue(parsed.error, body));
  const { slippageBps, depositAddress = false } = parsed.data;
  const sender = readParty(parsed.data.sender, '/sender');
  if (!sender.ok) return sender;
  const recipient = parsed.data.recipient === undefined ? sender : readParty(parsed.data.recipient, '/recipient');
  return recipient.ok ? ok({ sender: sender.value, recipient: recipient.value, slippageBps, depositAddress }) : recipient;
};
