import type { Refusal } from './reply.ts';

/** Redis does not answer, or as many books are followed as may be. */
export const BOOKS_AWAY: Refusal = {
  code: 'NOT_READY',
  detail: 'the books are out of reach right now; try again in a few seconds',
  retryAfterSeconds: 2,
};
