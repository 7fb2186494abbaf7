import type { RouteJson } from '#schemas/api/route.ts';
import type { TransferJson } from '#schemas/api/transfer.ts';
import { formatDuration } from './format-duration.ts';

type Kind = NonNullable<TransferJson['userSteps']>[number]['kind'];

const NAMES: Readonly<Record<Kind, string>> = { prove: 'prove', claim: 'claim' };

/** A newer server may know of more. */
export const stepInWords = (kind: Kind): string => NAMES[kind] ?? kind;

/** What the user has to sign besides the deposit, and from when: `prove after 1 h, claim after 7 d 1 h`. Undefined when nothing. */
export const stepsInWords = ({ legs }: Pick<RouteJson, 'legs'>): string | undefined => {
  const steps = legs.flatMap(({ userSteps }) => userSteps ?? []);
  if (steps.length === 0) return undefined;
  return steps.map(({ kind, afterSeconds }) => `${stepInWords(kind)} after ${formatDuration(afterSeconds)}`).join(', ');
};
