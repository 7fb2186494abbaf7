import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What a caller may send as its own id: short, and nothing that could break a log line or a header. */
const ACCEPTABLE = /^[\w.:-]{1,64}$/;

/** The caller's id where it sent a fit one, else a new one. */
export const requestIdOf = (request: IncomingMessage): string => {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : randomUUID();
};
