import { expect, test } from 'vitest';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { unsupportedEvent } from './ask.ts';
import { createPlanner, type Question } from './planner.ts';
import { BACKLOG_EVENTS_MAX, startQuoteLoop } from './quote-loop.ts';

const BOOK = 'ethereum:USDC>arbitrum:USDC@1';

const start = (ask: (question: Question) => Promise<QuoteEvent>, backlog: () => number) => {
  const planner = createPlanner({
    bridges: [{ id: 'a', budget: { perSecond: 1_000, burst: 100, concurrency: 10 } }],
    intervalMs: 1,
    demandIntervalMs: 1,
    nowMs: Date.now(),
  });
  planner.setBase([BOOK]);
  const published: QuoteEvent[] = [];
  const loop = startQuoteLoop({ planner, ask, publish: (event) => published.push(event), backlog, newId: () => 'id', now: Date.now });
  return { loop, published };
};
const answer = async (question: Question) => unsupportedEvent(question, 'id', Date.now());
const until = async (look: () => boolean): Promise<void> => {
  while (!look()) await new Promise((resolve) => setTimeout(resolve, 5));
};

test('every answer is published, and what is due is asked again', async () => {
  const { loop, published } = start(answer, () => 0);
  await until(() => published.length >= 3);
  loop.stop();
});

test('while Kafka takes no events nothing is asked, and afterwards it is', async () => {
  let backlog = BACKLOG_EVENTS_MAX;
  let looks = 0;
  const { loop, published } = start(answer, () => {
    looks += 1;
    return backlog;
  });
  await until(() => looks >= 3);
  expect(published).toEqual([]);
  backlog = 0;
  await until(() => published.length > 0);
  loop.stop();
});

test('what a stop cuts short is not told', async () => {
  let finish: (() => void) | undefined;
  const { loop, published } = start(
    (question) =>
      new Promise((resolve) => {
        finish = () => resolve(unsupportedEvent(question, 'id', Date.now()));
      }),
    () => 0,
  );
  await until(() => finish !== undefined);
  loop.stop();
  finish?.();
  await new Promise((resolve) => setImmediate(resolve));
  expect(published).toEqual([]);
});
