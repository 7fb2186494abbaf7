import { readStepsField } from '../domain/user-step.ts';
import { secondsField } from './deposit-terms.ts';
import type { Parts } from './transfer-state.ts';

/**
 * The steps that a transfer needs of its user, since when, and until when. A deposit names them as it is made; later something may, that found the
 * money waiting on the other side.
 */
export const stepsNamed = ({ deposit, present }: Pick<Parts, 'deposit' | 'present'>) => {
  const later = present.filter(({ kind, fields }) => kind !== 'deposit' && fields.userSteps !== undefined)[0];
  const ends = present.map((event) => secondsField(event, 'stepsUntil')).filter((end) => end !== null);
  return {
    steps: readStepsField((later ?? deposit)?.fields.userSteps),
    span: { ...(later && { namedAtMs: later.blockTimeMs }), untilMs: ends.length === 0 ? null : Math.max(...ends) },
  };
};
