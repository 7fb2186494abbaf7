import { expect, test } from 'vitest';
import type { Book } from '#core/domain/book.ts';
import type { Corridor } from '#core/domain/corridor.ts';
import { NO_TRACING } from '#platform/telemetry/tracing.ts';
import { createToldTraces } from '#test/support/told-traces.ts';
import { createBookTraces } from './book-traces.ts';

const a = { id: 'a' } as Corridor;
const book = (key: string, version = 7) => ({ key, version }) as Book;

test('a book goes on with the trace of its first quote and is linked to the others', () => {
  const { tracing, spans } = createToldTraces();
  const announced: unknown[] = [];
  const traces = createBookTraces({ tracing, announce: (trace) => announced.push(trace), now: () => 1_000 });
  for (const header of [Buffer.from('first'), 'second']) traces.folded(a, 1n, header);
  const writing = traces.writing([book('b@1'), book('a@1')]);
  expect(spans).toMatchObject([
    { name: 'rank book', options: { parent: 'first', links: ['second'], startMs: 1_000 }, ended: true },
    { name: 'write view', options: { parent: '1' }, ended: false },
  ]);
  expect(announced).toEqual([{ key: 'a@1', version: 7, traceparent: '2' }]);
  writing.end();
  expect(spans[1]?.ended).toBe(true);
  traces.writing([book('a@1', 8)]).end();
  expect(spans).toHaveLength(2);
});

test('what waits is bounded, and nothing waits when nobody listens', () => {
  const { tracing, spans } = createToldTraces();
  const traces = createBookTraces({ tracing, announce: () => undefined, now: () => 0 });
  for (let index = 0; index < 1_500; index += 1) traces.folded(a, BigInt(index), 'x');
  for (let index = 0; index < 50; index += 1) traces.folded(a, 0n, 'x');
  traces.writing(Array.from({ length: 1_500 }, (_, index) => book(`a@${index}`)));
  expect(spans).toHaveLength(2 * 1_000);
  expect(spans[0]?.options.links).toHaveLength(19);

  const off = createBookTraces({ tracing: NO_TRACING, announce: () => expect.unreachable(), now: () => 0 });
  off.folded(a, 1n, 'x');
  off.writing([book('a@1')]).end();
});
