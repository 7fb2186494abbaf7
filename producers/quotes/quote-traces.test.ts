import { expect, test } from 'vitest';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { NO_TRACING } from '#platform/telemetry/tracing.ts';
import { createToldTraces } from '#test/support/told-traces.ts';
import { createQuoteTraces } from './quote-traces.ts';

const question = { bridge: 'across', book: 'ethereum:USDC>base:USDC@1', corridor: 'ethereum:USDC>base:USDC', amountIn: 1n };
const event = { quoteId: 'q1', bridge: 'across' } as QuoteEvent;

test('the message carries the span under which it was published', async () => {
  const { tracing, spans } = createToldTraces();
  const traces = createQuoteTraces(tracing);
  const sent: (string | undefined)[] = [];
  const publish = traces.publish(async (_, traceparent) => void sent.push(traceparent));
  await publish(await traces.ask(async () => event)(question));
  expect(sent).toEqual(['2']);
  expect(spans).toMatchObject([
    { name: 'ask bridge', ended: true },
    { name: 'publish quote', options: { parent: '1' }, ended: true },
  ]);
});

test('the span ends also when Kafka refuses the event', async () => {
  const { tracing, spans } = createToldTraces();
  const traces = createQuoteTraces(tracing);
  const publish = traces.publish(() => Promise.reject(new Error('refused')));
  await expect(publish(await traces.ask(async () => event)(question))).rejects.toThrow('refused');
  expect(spans[1]?.ended).toBe(true);
});

test('nothing is carried when nobody listens', async () => {
  const traces = createQuoteTraces(NO_TRACING);
  const sent: unknown[][] = [];
  const publish = traces.publish(async (...args) => void sent.push(args));
  await publish(await traces.ask(async () => event)(question));
  expect(sent).toEqual([[event]]);
});
