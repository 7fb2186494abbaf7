import type { TransferStep } from '#core/domain/transfer-step.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { TransferJson } from '#schemas/api/transfer.ts';
import type { Refusal } from '../http/reply.ts';
import { refuse } from './refusal.ts';
import { refusalOfWait, WAYS_OF_STEP } from './step-refusal.ts';

export interface ChosenStep {
  readonly step: TransferStep;
  /** The transaction that made the deposit, and its chain. */
  readonly originTransaction: string;
  readonly originChainId: number;
  /** From when it can be sent, as the transfer says; undefined where it says nothing. */
  readonly expectedAtMs: number | undefined;
}

const OVER: ReadonlySet<TransferJson['state']> = new Set(['COMPLETED', 'FAILED', 'REFUNDED']);

const nothing = (why: string): Result<never, Refusal> => err(refuse('NOTHING_TO_SIGN', why, WAYS_OF_STEP));

/**
 * Which step of a transfer is to be built: the one that is asked for, else the next of those that it needs. One that it does not announce
 * (a cancellation, a claim of what somebody else should have brought) is left to its bridge.
 */
export const chooseStep = (transfer: TransferJson, wished: TransferStep | undefined, nowMs: number): Result<ChosenStep, Refusal> => {
  const { state, userSteps = [], originTransaction, originChainId, seenOnChain, transferKey } = transfer;
  if (OVER.has(state)) return nothing(`${transferKey} is ${state}`);
  if (!seenOnChain || originTransaction === null || originChainId === null) {
    return err(refusalOfWait(`the deposit of ${transferKey} is not on chain`, undefined, nowMs));
  }
  const next = userSteps.find(({ doneAt }) => doneAt === null);
  const step = wished ?? next?.kind;
  if (step === undefined) return nothing(`${transferKey} goes on by itself`);
  const own = userSteps.find(({ kind }) => kind === step);
  if (own !== undefined && own.doneAt !== null) return nothing(`${step} of ${transferKey} was done by ${own.transaction} at ${own.doneAt}`);
  const expectedAtMs = own && Date.parse(own.readyAt);
  if (own !== undefined && next !== undefined && own !== next) {
    return err(refusalOfWait(`${next.kind} comes before ${step}`, expectedAtMs, nowMs));
  }
  return ok({ step, originTransaction, originChainId, expectedAtMs });
};
