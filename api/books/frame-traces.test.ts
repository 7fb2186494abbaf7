import { expect, test } from 'vitest';
import { createToldTraces } from '#test/support/told-traces.ts';
import { createFrameTraces } from './frame-traces.ts';

test('the frames of a traced version, or of the next that replaces it, end its trace once', async () => {
  const { tracing, spans } = createToldTraces();
  const traces = createFrameTraces({ tracing });
  traces.framesOf('a@1', 4);
  traces.heard({ key: 'a@1', version: 5, traceparent: 'view' });
  traces.framesOf('a@1', 4);
  traces.framesOf('b@1', 9);
  expect(spans).toEqual([]);
  traces.framesOf('a@1', 6);
  traces.framesOf('a@1', 7);
  expect(spans).toMatchObject([{ name: 'write frames', options: { parent: 'view' }, ended: false }]);
  await expect.poll(() => spans[0]?.ended).toBe(true);
});

test('books that nobody follows leave room for others', () => {
  const { tracing, spans } = createToldTraces();
  const traces = createFrameTraces({ tracing });
  for (let index = 0; index < 501; index += 1) traces.heard({ key: `${index}`, version: 1, traceparent: 'view' });
  traces.framesOf('0', 1);
  traces.framesOf('500', 1);
  expect(spans.map(({ options }) => options.attributes?.book)).toEqual(['500']);
});
