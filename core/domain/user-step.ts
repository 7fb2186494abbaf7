/**
 * What a user may have to sign after the origin transaction. prove: show on the other chain that the money left, where that has to wait
 * before it counts. claim: take it there, whatever the bridge calls it (finalize, execute, exit, receiveMessage).
 */
export const USER_STEP_KINDS = ['prove', 'claim'] as const;

export type UserStepKind = (typeof USER_STEP_KINDS)[number];

export const isUserStepKind = (kind: string): kind is UserStepKind => (USER_STEP_KINDS as readonly string[]).includes(kind);

/** A further transaction of the user, in the order in which they are sent. Until the last of them nothing arrives. */
export interface UserStep {
  readonly kind: UserStepKind;
  /** Where it is sent. */
  readonly chainId: number;
  /** From the origin transaction's inclusion to when it can be sent, each step before it having been sent without delay. */
  readonly afterSeconds: number;
  /** Gas units that it takes as a rule, priced by the ranker with the live gas price of its chain; 0 where a surcharge `claim` holds its price. */
  readonly gas: bigint;
}

/** A step as a deposit's decoder tells of it: its log knows no gas. */
export type StepAhead = Omit<UserStep, 'gas'>;

/** No bridge asks for more; a text that names more is none of ours. */
const STEPS_MAX = 4;

const STEP = /^([a-z]{1,16})@([1-9]\d{0,9})\+(\d{1,9})$/;

/** Steps as a field of a chain event has them: `prove@1+3600,claim@1+608400`. */
export const stepsField = (steps: readonly StepAhead[]): string =>
  steps.map(({ kind, chainId, afterSeconds }) => `${kind}@${chainId}+${Math.round(afterSeconds)}`).join(',');

/** The same, read back; none when the text says anything else. */
export const readStepsField = (text: string | undefined): readonly StepAhead[] => {
  if (text === undefined || text === '') return [];
  const parts = text.split(',');
  if (parts.length > STEPS_MAX) return [];
  const steps = parts.flatMap((part): StepAhead[] => {
    const [, kind = '', chainId, afterSeconds] = STEP.exec(part) ?? [];
    return isUserStepKind(kind) ? [{ kind, chainId: Number(chainId), afterSeconds: Number(afterSeconds) }] : [];
  });
  return steps.length === parts.length ? steps : [];
};
