import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { PROBLEM_TYPE } from '#schemas/api/problem.ts';
import { problemOf } from './problem.ts';
import { commonHeaders, type Refusal } from './reply.ts';

/** Answers with a problem where there is no response to write it by (an upgrade, what is no HTTP), and closes. */
export const refuseSocket = (
  socket: Duplex,
  { requestId, error, headers = {} }: { requestId: string; error: Refusal; headers?: Readonly<Record<string, string>> },
): void => {
  const problem = problemOf(error, requestId);
  const body = JSON.stringify(problem);
  const head = {
    ...commonHeaders(requestId),
    connection: 'close',
    'content-type': PROBLEM_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`);
};
