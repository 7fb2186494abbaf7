import type { ServerResponse } from 'node:http';
import type { ErrorCode } from '#core/errors.ts';
import { PROBLEM_TYPE } from '#schemas/api/problem.ts';
import { problemOf } from './problem.ts';

/** Why a request is not granted, as the caller is told. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly detail: string;
  /** JSON pointer to the field that is wrong. */
  readonly pointer?: string;
  /** When it is worth asking again, where waiting alone may help. */
  readonly retryAfterSeconds?: number;
  /** From when it can be done, RFC 3339, where that is known. */
  readonly readyAt?: string;
}

/** On every answer: any origin may read, nothing is guessed, and the request can be found again. */
export const commonHeaders = (requestId: string): Record<string, string> => ({
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'allow, etag, retry-after, x-request-id',
  'x-content-type-options': 'nosniff',
  'x-request-id': requestId,
});

interface Reply {
  readonly requestId: string;
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const writeHead = (
  response: ServerResponse,
  { requestId, status = 200, type = 'application/json', headers }: Reply,
  length: number,
): void => {
  response.writeHead(status, { ...commonHeaders(requestId), 'content-type': type, 'content-length': length, ...headers });
};

/** Writes bytes as they are. */
export const replyBytes = (response: ServerResponse, reply: Reply & { bytes: Buffer }): void => {
  writeHead(response, reply, reply.bytes.length);
  response.end(reply.bytes);
};

/** The same for bytes in pieces, of which no copy is made: a thousand long answers a second would have the collector at work most of the time. */
export const replyPieces = (response: ServerResponse, reply: Reply & { pieces: readonly Buffer[] }): void => {
  const { pieces } = reply;
  response.cork();
  writeHead(
    response,
    reply,
    pieces.reduce((sum, { length }) => sum + length, 0),
  );
  for (const piece of pieces) response.write(piece);
  response.end();
};

export const replyProblem = (
  response: ServerResponse,
  reply: {
    requestId: string;
    error: Refusal;
    headers?: Readonly<Record<string, string>>;
  },
): void => {
  const problem = problemOf(reply.error, reply.requestId);
  const { retryAfterSeconds } = reply.error;
  replyBytes(response, {
    requestId: reply.requestId,
    status: problem.status,
    type: PROBLEM_TYPE,
    bytes: Buffer.from(JSON.stringify(problem)),
    headers: {
      'cache-control': 'no-store',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...reply.headers,
    },
  });
};
