import { z } from 'zod';
import { USER_STEP_KINDS } from '#core/domain/user-step.ts';

const ahead = {
  kind: z.enum(USER_STEP_KINDS),
  chainId: z.int().positive().meta({ description: 'Where it is sent' }),
  afterSeconds: z.number().nonnegative().meta({ description: 'From the origin transaction’s inclusion to when it can be sent' }),
};

/** A further transaction of the user, as an answer and a leg announce it. */
export const userStep = z
  .object({ ...ahead, gas: z.string().meta({ description: 'Gas units; their price is in `gasUsd`' }) })
  .meta({ id: 'UserStep', description: 'What the user has to send besides the origin transaction, before the money arrives' });

export const stepAhead = z.object(ahead).meta({ id: 'StepAhead' });
