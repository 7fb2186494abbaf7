import { expect, test } from 'vitest';
import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import { stargate } from '#bridges/stargate/stargate.ts';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { ok } from '#core/result.ts';
import { createAsk } from './ask.ts';

const corridor = 'ethereum:USDC>arbitrum:USDC';
const question = { bridge: 'stargate', book: `${corridor}@1000`, corridor, amountIn: 1_000n };
const NOW_MS = 1_700_000_000_000;
const answer: QuoteAnswer = {
  amountOut: 990n,
  minAmountOut: 980n,
  fees: [{ kind: 'protocol', asset: 'ethereum:USDC', amount: 10n }],
  rebate: 0n,
  surcharges: [],
  originGas: 1n,
  etaSeconds: { p50: 1, p90: 2 },
  limits: { min: null, max: null, instant: null },
  validUntilMs: NOW_MS + 1_000,
};

const askWith = (quote: Bridge['quote'], more: { signal?: AbortSignal; timeoutMs?: number } = {}) => {
  const bugs: unknown[] = [];
  const context: Omit<BridgeContext, 'signal'> = {
    http: { request: async () => ({ kind: 'timeout' }) },
    rpc: { call: async () => ({ kind: 'timeout' }), baseFee: async () => ({ kind: 'timeout' }), ask: async () => ({ kind: 'timeout' }) },
    now: () => NOW_MS,
    endpoints: {},
    apiKeys: {},
  };
  const ask = createAsk({
    bridges: new Map([['stargate', { ...stargate, quote }]]),
    context,
    timeoutMs: more.timeoutMs ?? 1_000,
    newId: () => 'id-1',
    signal: more.signal ?? new AbortController().signal,
    onBug: (_bridge, error) => bugs.push(error),
  });
  return { ask, bugs };
};

test('an answer that adds up is an event', async () => {
  const { ask } = askWith(async () => ok(answer));
  expect(await ask(question)).toEqual({
    quoteId: 'id-1',
    bridge: 'stargate',
    corridor,
    amountIn: 1_000n,
    askedAtMs: NOW_MS,
    observedAtMs: NOW_MS,
    outcome: { kind: 'answer', answer },
  });
});

test('an answer that does not is a failure', async () => {
  const { ask } = askWith(async () => ok({ ...answer, amountOut: 991n }));
  expect(await ask(question)).toMatchObject({ outcome: { kind: 'failure', failure: { code: 'MALFORMED_ANSWER' } } });
});

test('an adapter that never answers and heeds no signal is a time-out', async () => {
  const { ask } = askWith(() => new Promise(() => undefined), { timeoutMs: 10 });
  expect(await ask(question)).toMatchObject({ outcome: { failure: { code: 'UPSTREAM_TIMEOUT' } } });
});

test('a stop ends what is open', async () => {
  const stop = new AbortController();
  const { ask } = askWith(() => new Promise(() => undefined), { timeoutMs: 1_000_000, signal: stop.signal });
  const open = ask(question);
  stop.abort();
  expect(await open).toMatchObject({ outcome: { kind: 'failure' } });
});

test('an adapter that throws is a failure, and its bug is told', async () => {
  const { ask, bugs } = askWith(() => {
    throw new TypeError('boom');
  });
  expect(await ask(question)).toMatchObject({ outcome: { failure: { code: 'UPSTREAM_ERROR' } } });
  expect(bugs).toHaveLength(1);
});

test('a bridge or corridor that nobody knows is unsupported', async () => {
  const { ask } = askWith(async () => ok(answer));
  expect(await ask({ ...question, bridge: 'hop' })).toMatchObject({ outcome: { failure: { code: 'UNSUPPORTED_ROUTE' } } });
  expect(await ask({ ...question, corridor: 'mars:USDC>base:USDC' })).toMatchObject({
    outcome: { failure: { code: 'UNSUPPORTED_ROUTE' } },
  });
});
