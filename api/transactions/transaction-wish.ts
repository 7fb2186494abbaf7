import { checksumAddress, NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type InputError, inputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import { transactionRequest } from '#schemas/api/transaction.ts';
import { inputIssue } from '../input/input-issue.ts';
import { checkAddress } from '../input/question.ts';

/** Who sends, who receives (both checksummed), and how much less is accepted. */
export interface TransactionWish {
  readonly sender: string;
  readonly recipient: string;
  readonly slippageBps: number | undefined;
}

/** A party of a transfer: an address, and not the zero address, from which nobody signs and to which money is lost. */
const party = (text: string, pointer: string): Result<string, InputError> => {
  const wrong = checkAddress(text, pointer);
  if (wrong !== undefined) return err(wrong);
  const address = checksumAddress(text) ?? NATIVE_ADDRESS;
  return address === NATIVE_ADDRESS
    ? err(inputError('INVALID_ADDRESS', pointer, 'the zero address stands for a native coin and is nobody; give an account’s address'))
    : ok(address);
};

/** Reads the body of a request for a transaction. */
export const parseTransactionWish = (body: unknown): Result<TransactionWish, InputError> => {
  const parsed = transactionRequest.safeParse(body);
  if (!parsed.success) return err(inputIssue(parsed.error, body));
  const { slippageBps } = parsed.data;
  const sender = party(parsed.data.sender, '/sender');
  if (!sender.ok) return sender;
  const recipient = parsed.data.recipient === undefined ? sender : party(parsed.data.recipient, '/recipient');
  return recipient.ok ? ok({ sender: sender.value, recipient: recipient.value, slippageBps }) : recipient;
};
