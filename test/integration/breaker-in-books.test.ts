import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type FeedClient, type Frame, openFeedClient } from '../support/feed-client.ts';
import { createHealthWorld, quoteOf, signalOf } from '../support/health-world.ts';

const BOOKS = ['ethereum:USDC>arbitrum:USDC', 'base:USDC>optimism:USDC', 'optimism:USDC>ethereum:USDC'];
const BRIDGES = ['across', 'stargate'];

let world: Awaited<ReturnType<typeof createHealthWorld>>;
let ranker: ReturnType<typeof world.start>;
let feed: FeedClient;

/** Every bridge answers in every book. */
const answerAll = () => world.quotes(BOOKS.flatMap((corridor) => BRIDGES.map((bridge) => quoteOf(bridge, { corridor }))));

/** Frames of every book until each has one that fits. */
const inEveryBook = async (fits: (frame: Frame) => boolean): Promise<ReadonlyMap<string, Frame>> => {
  const found = new Map<string, Frame>();
  while (found.size < BOOKS.length) {
    const frame = await feed.next('delta');
    if (fits(frame)) found.set(frame.key as string, frame);
  }
  return found;
};
const order = (frame: Frame) => (frame.order as string[]).map((routeId) => routeId.slice(0, routeId.lastIndexOf('-')));

beforeAll(async () => {
  world = await createHealthWorld();
  const observedAtMs = Date.now();
  for (const [priceId, usd] of [
    ['ethereum', 3_000],
    ['usd-coin', 1],
  ] as const) {
    await world.source.market({ kind: 'price', priceId, usd, observedAtMs });
  }
  for (const chainId of [1, 10, 8453]) await world.source.market({ kind: 'gas', chainId, weiPerGas: 10n ** 9n, observedAtMs });
  ranker = world.start('processors/ranking/main.ts');
  world.startHealth();
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  world.start('api/main.ts', { PORT: String(port) });
  await Promise.all([world.ready('ranking'), world.ready('health'), world.ready('api')]);
  feed = await openFeedClient(`http://127.0.0.1:${port}`);
  for (const [index, corridor] of BOOKS.entries()) {
    const [from, to] = corridor.split('>');
    feed.send({ op: 'subscribe', id: String(index), channel: 'routes', params: { from, to, amountIn: '1000000000' } });
  }
  await answerAll();
  await inEveryBook((frame) => order(frame).length === 2);
});
afterAll(async () => {
  feed?.webSocket.terminate();
  await world?.close();
});

test('an open breaker takes the routes out of every book with its reason, and five answers bring them back', async () => {
  await world.quotes(
    Array.from({ length: 3 }, (_, index) => quoteOf('across', { code: 'UPSTREAM_ERROR', corridor: BOOKS[index] as string })),
  );
  const gone = await inEveryBook((frame) => (frame.remove as unknown[]).length > 0);
  for (const frame of gone.values()) {
    expect(frame.remove).toEqual([{ routeId: expect.stringMatching(/^across-/), reason: 'BREAKER_OPEN' }]);
    expect(frame.excluded).toEqual([{ bridge: 'across', reason: 'BREAKER_OPEN', detail: expect.stringContaining('HTTP 503: away') }]);
    expect(order(frame)).toEqual(['stargate']);
  }
  await answerAll();
  await answerAll();
  await inEveryBook((frame) => order(frame).length === 2);
});

test('a declared incident does, whatever the bridge answers; a ranker that starts anew knows of it', async () => {
  const word = (ok: boolean) => signalOf({ kind: 'incident', bridge: 'stargate', ok, reference: 'i', detail: 'a pool is being drained' });
  await world.signals([word(false)]);
  const gone = await inEveryBook((frame) => (frame.remove as unknown[]).length > 0);
  for (const frame of gone.values()) expect(frame.remove).toEqual([expect.objectContaining({ reason: 'BREAKER_OPEN' })]);
  await ranker.end('SIGKILL');
  ranker = world.start('processors/ranking/main.ts');
  await answerAll();
  const again = await inEveryBook((frame) => order(frame).join() === 'across');
  for (const frame of again.values()) expect(order(frame)).not.toContain('stargate');
  await world.signals([word(true)]);
  await answerAll();
  await answerAll();
  await inEveryBook((frame) => order(frame).length === 2);
});

test('a bridge that flaps does not flood the books', async () => {
  const before = feed.frames.length;
  const rounds = 40;
  for (let round = 0; round < rounds; round += 1) {
    await world.quotes([
      ...Array.from({ length: 3 }, () => quoteOf('across', { code: 'UPSTREAM_ERROR', corridor: BOOKS[0] as string })),
      ...Array.from({ length: 5 }, () => quoteOf('across', { corridor: BOOKS[0] as string })),
    ]);
  }
  await eventually('the last word is heard', async () => {
    const { windows } = await world.health('across');
    return windows['1h'].failed >= rounds * 3 ? true : undefined;
  });
  // The two other books hear of openings alone.
  const heard = feed.frames.slice(before).filter(({ key, type }) => type === 'delta' && key !== `${BOOKS[0]}@1000000000`);
  expect(heard.length).toBeLessThan(rounds);
});
