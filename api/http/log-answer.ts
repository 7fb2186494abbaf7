import type { IncomingMessage } from 'node:http';
import type { Logger } from '#platform/telemetry/logger.ts';
import { requestFields } from './request-fields.ts';

/** A line for every answer, for who asks for the level debug; nothing is made for anybody else, as a book takes some microseconds. */
export const logAnswer = (answer: {
  logger: Logger;
  request: IncomingMessage;
  requestId: string;
  /** Template of the path. */
  route: string;
  status: number;
  elapsedMs: number;
}): void => {
  const { logger, request, requestId, route, status, elapsedMs } = answer;
  if (!logger.isLevelEnabled('debug')) return;
  logger.debug({ ...requestFields(request, requestId), method: request.method, route, status, elapsedMs }, 'answered');
};
