import type { ServerResponse } from 'node:http';
import type { InputError } from '#core/errors.ts';
import { PROBLEM_TYPE } from '#schemas/api/problem.ts';
import { problemOf } from './problem.ts';

/** On every answer: any origin may read, nothing is guessed, and the request can be found again. */
export const commonHeaders = (requestId: string): Record<string, string> => ({
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'etag, x-request-id',
  'x-content-type-options': 'nosniff',
  'x-request-id': requestId,
});

/** Writes bytes as they are. */
export const replyBytes = (
  response: ServerResponse,
  reply: { requestId: string; status?: number; type?: string; bytes: Buffer; headers?: Readonly<Record<string, string>> },
): void => {
  const { requestId, status = 200, type = 'application/json', bytes, headers } = reply;
  response.writeHead(status, { ...commonHeaders(requestId), 'content-type': type, 'content-length': bytes.length, ...headers });
  response.end(bytes);
};

export const replyProblem = (
  response: ServerResponse,
  reply: {
    requestId: string;
    error: Pick<InputError, 'code' | 'detail'> & { pointer?: string };
    headers?: Readonly<Record<string, string>>;
  },
): void => {
  const problem = problemOf(reply.error, reply.requestId);
  replyBytes(response, {
    requestId: reply.requestId,
    status: problem.status,
    type: PROBLEM_TYPE,
    bytes: Buffer.from(JSON.stringify(problem)),
    headers: { 'cache-control': 'no-store', ...reply.headers },
  });
};
