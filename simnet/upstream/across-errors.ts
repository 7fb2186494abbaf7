import { type Answer, json } from './answer.ts';

/** An error as Across's API writes it; absent keys are left out. Source: api/_errors.ts of across-protocol/frontend. */
export const acrossError = (error: { code: string; message: string; status?: number; param?: string }): Answer => {
  const { code, message, status = 400, param } = error;
  return json({ type: 'AcrossApiError', code, status, message, ...(param === undefined ? {} : { param }) }, status);
};
