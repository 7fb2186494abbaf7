import { type Answer, json } from '../../upstream/answer.ts';

/** The envelope of Socket’s answers. */
export const done = (result: unknown): Answer => json({ success: true, statusCode: 200, result });

/** And of its errors. */
export const refused = (status: number, message: string): Answer =>
  json({ success: false, statusCode: status, result: null, message }, status);
