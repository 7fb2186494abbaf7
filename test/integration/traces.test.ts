import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAcrossUpstream } from '#test/support/across-upstream.ts';
import { createEventSource } from '#test/support/event-source.ts';
import { eventually } from '#test/support/eventually.ts';
import { type FeedClient, openFeedClient } from '#test/support/feed-client.ts';
import { startService } from '#test/support/service-process.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { claimPorts } from '#test/support/test-ports.ts';
import { type ReceivedSpan, startTraceReceiver } from '#test/support/trace-receiver.ts';

const WAY = [
  ['routebook-quotes', 'ask bridge'],
  ['routebook-quotes', 'publish quote'],
  ['routebook-ranking', 'rank book'],
  ['routebook-ranking', 'write view'],
  ['routebook-api', 'write frames'],
] as const;

const engines = testEngines();
const services: ReturnType<typeof startService>[] = [];
let receiver: Awaited<ReturnType<typeof startTraceReceiver>>;
let upstream: Awaited<ReturnType<typeof startAcrossUpstream>>;
let source: Awaited<ReturnType<typeof createEventSource>>;
let client: FeedClient;

beforeAll(async () => {
  const prefix = createPrefix();
  receiver = await startTraceReceiver();
  upstream = await startAcrossUpstream();
  source = await createEventSource(engines, prefix);
  for (const priceId of ['usd-coin', 'ethereum']) await source.market({ kind: 'price', priceId, usd: 1, observedAtMs: Date.now() });
  const port = await claimPorts(1);
  const env = {
    ROUTEBOOK_PREFIX: prefix,
    ROUTEBOOK_BRIDGES: 'across',
    KAFKA_BROKERS: engines.kafkaBrokers.join(','),
    SCHEMA_REGISTRY_URL: engines.registryUrl,
    REDIS_URL: engines.redisUrl,
    ACROSS_API_URL: upstream.url,
    QUOTE_DEMAND_INTERVAL_MS: '200',
    QUOTE_BASE_CHAINS: 'ethereum,base',
    PORT: String(port),
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_TRACES_SAMPLER_ARG: '1',
  };
  for (const main of ['producers/quotes/main.ts', 'processors/ranking/main.ts', 'api/main.ts']) services.push(startService(main, env));
  client = await eventually('the feed', () => openFeedClient(`http://127.0.0.1:${port}`), 60_000);
});

afterAll(async () => {
  client?.webSocket.terminate();
  await Promise.all(services.map((service) => service.end('SIGTERM')));
  await source?.close();
  upstream?.stop();
  receiver?.stop();
});

/** The spans of one trace along the whole way; undefined while none has been seen to the end. */
const wholeWay = (): readonly ReceivedSpan[] | undefined =>
  receiver.spans
    .filter(({ name }) => name === 'write frames')
    .map(({ traceId }) =>
      WAY.map(([service, name]) =>
        receiver.spans.find((span) => span.traceId === traceId && span.service === service && span.name === name),
      ),
    )
    .find((way): way is ReceivedSpan[] => way.every((span) => span !== undefined));

test('one trace leads from the upstream call to the frame, each stretch a part of the one before', async () => {
  client.send({ op: 'subscribe', id: '1', channel: 'routes', params: { from: 'ethereum:USDC', to: 'base:USDC', amountIn: '123000000' } });
  const way = await eventually('a whole trace', async () => wholeWay(), 50_000);
  expect(new Set(way.map(({ traceId }) => traceId)).size).toBe(1);
  expect(way[0]?.parentSpanId).toBe('');
  for (const [index, span] of way.entries()) {
    if (index > 0) expect(span.parentSpanId).toBe(way[index - 1]?.spanId);
    expect(span.endNs).toBeGreaterThanOrEqual(span.startNs);
  }
});
