import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTraceReceiver } from '#test/support/trace-receiver.ts';
import { createLogger } from './logger.ts';
import { startTracing } from './start-tracing.ts';
import { NO_TRACING } from './tracing.ts';

const logger = createLogger('test', 'silent');
let receiver: Awaited<ReturnType<typeof startTraceReceiver>>;
beforeAll(async () => {
  receiver = await startTraceReceiver();
});
afterAll(() => receiver.stop());

const tracingWith = (ratio: number, endpoint: string | undefined = receiver.url) =>
  startTracing({ service: 'test', endpoint, ratio, logger });

test('without an endpoint there is nothing', async () => {
  expect(await startTracing({ service: 'test', endpoint: undefined, ratio: 1, logger })).toBe(NO_TRACING);
  expect(NO_TRACING.start('x')).toBeUndefined();
});

test('parts go with their parent, whatever the share of new traces is', async () => {
  const root = await tracingWith(1);
  const parent = root.start('parent');
  parent?.end();
  const other = await tracingWith(0);
  expect(other.start('new')).toBeUndefined();
  const child = other.start('child', { ...(parent === undefined ? {} : { parent: parent.traceparent }) });
  expect(child?.traceparent.split('-')[1]).toBe(parent?.traceparent.split('-')[1]);
  child?.end();
  child?.end();
  await Promise.all([root.stop(), other.stop()]);
  const [, , spanId] = parent?.traceparent.split('-') ?? [];
  expect(receiver.spans.filter(({ name }) => name === 'child')).toMatchObject([{ service: 'routebook-test', parentSpanId: spanId }]);
});

test.each(['', 'x', '00-0-0-01'])('a parent that is none (%j) begins a trace anew', async (parent) => {
  const tracing = await tracingWith(1);
  expect(tracing.start('anew', { parent })?.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  await tracing.stop();
});
