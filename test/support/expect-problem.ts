import { expect } from 'vitest';
import { problem as problemSchema } from '#schemas/api/problem.ts';

/** A refusal as RFC 9457 has it: the code, the field, the request's id, and nothing of the inside. */
export const expectProblem = async (response: Response, status: number, code: string, pointer?: string) => {
  const text = await response.text();
  const problem = problemSchema.parse(JSON.parse(text));
  expect(problem, text).toMatchObject({ status, code, ...(pointer === undefined ? {} : { pointer }) });
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('x-request-id')).toBe(problem.requestId);
  expect(text).not.toMatch(/node_modules|\.ts:\d/);
};
