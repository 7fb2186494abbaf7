import type { TransferStep } from '#core/domain/transfer-step.ts';
import type { InputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import { stepRequest } from '#schemas/api/transaction.ts';
import { inputIssue } from '../input/input-issue.ts';
import { readParty } from './read-party.ts';

/** Who signs (checksummed), and which step; undefined for the next one. */
export interface StepWish {
  readonly sender: string;
  readonly step: TransferStep | undefined;
}

/** Reads the body of a request for a transfer's transaction. */
export const parseStepWish = (body: unknown): Result<StepWish, InputError> => {
  const parsed = stepRequest.safeParse(body);
  if (!parsed.success) return err(inputIssue(parsed.error, body));
  const sender = readParty(parsed.data.sender, '/sender');
  return sender.ok ? ok({ sender: sender.value, step: parsed.data.step }) : sender;
};
