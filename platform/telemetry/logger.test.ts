import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withTrace } from './active-trace.ts';
import { createLogger } from './logger.ts';

const TRACE = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };

test('a line names the trace on whose behalf it is written, also after waiting, and no line else does', async () => {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger('test', 'info', { write: (line) => lines.push(JSON.parse(line)) });
  const traced = withTrace(`00-${TRACE.traceId}-${TRACE.spanId}-01`, async () => {
    logger.info('at once');
    await sleep(1);
    logger.child({ bridge: 'across' }).warn('later');
  });
  logger.info('beside it');
  await traced;
  withTrace('no trace', () => logger.info('of none'));
  expect(lines.map(({ msg, traceId, spanId }) => ({ msg, traceId, spanId }))).toEqual([
    { msg: 'at once', ...TRACE },
    { msg: 'beside it' },
    { msg: 'later', ...TRACE },
    { msg: 'of none' },
  ]);
});
