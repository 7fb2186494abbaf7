import { ERROR_CODES, type InputError } from '#core/errors.ts';
import { ERROR_TITLES, type Problem } from '#schemas/api/problem.ts';

/** The problem that tells of an error. `requestId` finds the request in the log. */
export const problemOf = (
  error: Pick<InputError, 'code' | 'detail'> & { pointer?: string; readyAt?: string },
  requestId: string,
): Problem => ({
  type: `/docs/errors#${error.code}`,
  title: ERROR_TITLES[error.code],
  status: ERROR_CODES[error.code],
  code: error.code,
  detail: error.detail,
  ...(error.pointer === undefined || error.pointer === '' ? {} : { pointer: error.pointer }),
  ...(error.readyAt === undefined ? {} : { readyAt: error.readyAt }),
  requestId,
});
