import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Signal } from '#core/domain/signal.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { signalFromRecord } from '#schemas/codecs/signal.ts';
import type { SignalRecord } from '#schemas/generated/signal.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { fine, startAcrossUpstream } from '#test/support/across-upstream.ts';
import { eventually } from '#test/support/eventually.ts';
import { createHealthWorld } from '#test/support/health-world.ts';

const FLOOD = `<html>${'<p>welcome</p>'.repeat(750_000)}</html>`;

/** What the world around the signals producer says now: TVL, incidents, nodes. */
const outside = { tvl: 140e6, incidents: [] as unknown[], flood: false };
const server = createServer((request, response) => {
  response.on('error', () => undefined);
  if (request.url?.startsWith('/tvl/')) response.end(JSON.stringify(outside.tvl));
  else if (request.url === '/node') response.end(JSON.stringify([{ jsonrpc: '2.0', id: 0, result: '0x10' }]));
  else response.end(outside.flood ? FLOOD : JSON.stringify({ incidents: outside.incidents }));
});

let world: Awaited<ReturnType<typeof createHealthWorld>>;
let upstream: Awaited<ReturnType<typeof startAcrossUpstream>>;
const heard: Signal[] = [];
const stops: (() => Promise<void>)[] = [];

const hear = (what: string, matches: (signal: Signal) => boolean, since = 0) =>
  eventually(what, async () => heard.slice(since).find(matches));

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  upstream = await startAcrossUpstream();
  world = await createHealthWorld();
  await world.redis.hset(world.keys.prices(), 'usd-coin', JSON.stringify({ usd: 1, observedAtMs: Date.now() }));
  const codec = createCodec<SignalRecord>({
    schema: SCHEMAS.signal,
    id: world.source.ids.signals,
    registry: world.source.registry,
    now: Date.now,
  });
  const consumer = world.source.kafka.consumer({ groupId: `${world.prefix}-test`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  stops.push(() => consumer.disconnect());
  await consumer.subscribe({ topic: world.source.topic('signals'), fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const record = codec.decode(message.value);
      const signal = record.ok ? signalFromRecord(record.value) : record;
      if (!signal.ok) throw new Error(signal.error);
      heard.push(signal.value);
    },
  });
  world.start('producers/signals/main.ts', {
    ACROSS_API_URL: upstream.url,
    DEFILLAMA_API_URL: base,
    INCIDENT_FEEDS: `across=${base}/incidents.json`,
    RPC_URLS_ETHEREUM: `http://127.0.0.1:1,${base}/node`,
    RPC_URLS_BASE: 'http://127.0.0.1:1',
    SIGNAL_INTERVAL_MS: '500',
    TVL_INTERVAL_MS: '200',
    INCIDENT_INTERVAL_MS: '200',
    QUOTE_TIMEOUT_MS: '300',
  });
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await world?.close();
  upstream?.stop();
  server.closeAllConnections();
  server.close();
});

describe('probes', () => {
  test('ask each corridor, and say when it fails, and how', async () => {
    const corridors = new Set<string>();
    await eventually('every corridor probed', async () => {
      for (const { kind, bridge, ok, corridor } of heard) if (kind === 'probe' && bridge === 'across' && ok) corridors.add(corridor ?? '');
      return corridors.size === 6 ? true : undefined;
    });
    const since = heard.length;
    upstream.mood = (response) => void response.writeHead(503).end('{}');
    const failed = await hear('a failed probe', ({ kind, ok, bridge }) => kind === 'probe' && !ok && bridge === 'across', since);
    expect(failed).toMatchObject({ code: 'UPSTREAM_ERROR', detail: expect.stringContaining('503'), latencyMs: expect.any(Number) });
    upstream.mood = fine;
  });

  test('are no quotes and no demand', async () => {
    const admin = world.source.kafka.admin();
    await admin.connect();
    const ends = await admin.fetchTopicOffsets(world.source.topic('quotes'));
    await admin.disconnect();
    expect(ends.map(({ high }) => high)).toEqual(Array(6).fill('0'));
    expect(await world.redis.exists(world.keys.demand())).toBe(0);
  });
});

test('nodes: a chain is well while one of its endpoints answers', async () => {
  const some = await hear('ethereum', ({ kind, chain }) => kind === 'rpc' && chain === 'ethereum');
  expect(some).toMatchObject({ bridge: '', ok: true, value: 1, detail: expect.stringContaining('1 of 2 endpoints') });
  const none = await hear('base', ({ kind, chain }) => kind === 'rpc' && chain === 'base');
  expect(none).toMatchObject({ ok: false, value: 0, latencyMs: null });
});

test('the API is pinged, and TVL read', async () => {
  await hear('a ping', ({ kind, bridge, ok }) => kind === 'api' && bridge === 'across' && ok);
  const since = heard.length;
  outside.tvl = 99e6;
  await hear('the new TVL', ({ kind, bridge, value }) => kind === 'tvl' && bridge === 'across' && value === 99e6, since);
});

test('an incident is told once, 10 MB of HTML are told and hurt nobody, and the end of it is heard', async () => {
  const incident = {
    id: 'i1',
    name: 'Relayers are halted',
    status: 'investigating',
    impact: 'major',
    created_at: new Date().toISOString(),
  };
  outside.incidents = [incident];
  await hear('the incident', ({ kind, ok }) => kind === 'incident' && !ok);
  outside.flood = true;
  const flooded = await hear('the flood', ({ kind, ok }) => kind === 'feed' && !ok);
  expect(flooded.detail).toContain('a body of more than 1048576 bytes');
  const since = heard.length;
  await hear('others go on', ({ kind }) => kind === 'tvl', since);
  outside.flood = false;
  outside.incidents = [{ ...incident, status: 'resolved' }];
  const over = await hear('its end', ({ kind, ok }) => kind === 'incident' && ok);
  const told = heard.filter(({ kind }) => kind === 'incident');
  expect(told.map(({ reference }) => reference)).toEqual([over.reference, over.reference]);
});
