import { inputError } from '#core/errors.ts';
import { err } from '#core/result.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { ClientFrame } from '#schemas/api/feed.ts';
import type { FeedConnection } from './connection.ts';
import { BAD_FRAMES_IN_A_ROW, type FeedLimits, MESSAGES_WAITING_MAX } from './limits.ts';
import { takeToken } from './message-rate.ts';
import type { Operations } from './operations.ts';
import type { Output } from './output.ts';
import { type MessageError, readMessage } from './read-message.ts';

/** RFC 6455, 7.4.1. */
const UNSUPPORTED_DATA = 1003;
const POLICY_VIOLATION = 1008;

const BINARY: MessageError = {
  ...inputError('UNSUPPORTED_MEDIA_TYPE', '', 'binary frames are not read; send JSON in text frames'),
  id: undefined,
};

/** Takes what a client sends: checks its rate and form, and works on it in order. */
export interface Intake {
  message(connection: FeedConnection, data: Buffer, isBinary: boolean): void;
}

export const createIntake = (deps: {
  operations: Operations;
  output: Output;
  limits: FeedLimits;
  logger: Logger;
  elapsed: () => number;
}): Intake => {
  const { operations, output, limits, logger, elapsed } = deps;

  const refuse = (connection: FeedConnection, { id, code, detail, pointer }: MessageError) =>
    output.answer(connection, { type: 'error', ...(id === undefined ? {} : { id }), code, detail, ...(pointer === '' ? {} : { pointer }) });

  /** An error for each, and the end when it goes on. */
  const badFrame = (connection: FeedConnection, error: MessageError, closeCode: number) => {
    connection.badFrames += 1;
    refuse(connection, error);
    if (connection.badFrames >= BAD_FRAMES_IN_A_ROW) output.close(connection, closeCode, error.detail);
  };

  /** One after the other, so that an answer never overtakes the one before it. */
  const work = async (connection: FeedConnection, inbox: ClientFrame[]) => {
    for (let next = inbox.shift(); next !== undefined && !connection.closed; next = inbox.shift()) {
      try {
        await operations.run(connection, next);
      } catch (error) {
        logger.error({ err: error }, 'a feed message could not be worked on');
        const detail = 'this message could not be worked on; the fault has been logged';
        output.answer(connection, { type: 'error', id: next.id, code: 'INTERNAL_ERROR', detail });
      }
    }
    connection.inbox = undefined;
    if (connection.lastWord !== undefined) output.close(connection, POLICY_VIOLATION, connection.lastWord);
  };

  /** What came before is still answered, so that its sender can tell what was too much. */
  const endFlood = (connection: FeedConnection, reason: string) => {
    if (connection.inbox === undefined) output.close(connection, POLICY_VIOLATION, reason);
    else connection.lastWord = reason;
  };

  const enqueue = (connection: FeedConnection, frame: ClientFrame) => {
    connection.badFrames = 0;
    if (connection.inbox === undefined) {
      connection.inbox = [frame];
      void work(connection, connection.inbox);
    } else if (connection.inbox.length >= MESSAGES_WAITING_MAX) {
      endFlood(connection, 'RATE_LIMITED: too many messages are waiting');
    } else {
      connection.inbox.push(frame);
    }
  };

  return {
    message: (connection, data, isBinary) => {
      if (connection.closed || connection.lastWord !== undefined) return;
      const nowMs = elapsed();
      connection.lastHeardMs = nowMs;
      const message = isBinary ? err(BINARY) : readMessage(data.toString());
      if (!takeToken(connection.rate, message.ok ? message.value.op : undefined, { ...limits, nowMs })) {
        endFlood(connection, `RATE_LIMITED: at most ${limits.messagesPerSecond} messages a second`);
      } else if (message.ok) {
        enqueue(connection, message.value);
      } else if (isBinary) {
        badFrame(connection, message.error, UNSUPPORTED_DATA);
      } else if (message.error.code === 'INVALID_JSON') {
        badFrame(connection, message.error, POLICY_VIOLATION);
      } else {
        refuse(connection, message.error);
      }
    },
  };
};
