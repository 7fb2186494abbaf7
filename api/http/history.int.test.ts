import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { historyBooksResponse, historyQuotesResponse } from '#schemas/api/history.ts';
import { startApi } from '#test/support/api-service.ts';
import { expectProblem } from '#test/support/expect-problem.ts';
import type { QuoteFact } from '#test/support/history/book-facts.ts';
import { groupBy, spreadBps, topFacts } from '#test/support/history/facts.ts';
import { routeIdOf, scoreAt, usdOf } from '#test/support/history/messages.ts';
import { historyWorld } from '#test/support/history/world.ts';
import { type WrittenHistory, writeHistory } from '#test/support/history/write-history.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';

const { clickhouseReadonlyUrl: readerUrl, redisUrl } = testEngines();
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const world = historyWorld(Math.floor(Date.now() / DAY_MS) * DAY_MS - 10 * DAY_MS);
const CORRIDOR = 'ethereum:USDC>arbitrum:USDC';

let history: WrittenHistory;
let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  history = await writeHistory(world);
  api = await startApi({ redisUrl, prefix: createPrefix(), clickHouse: { url: readerUrl, database: history.database } });
});
afterAll(async () => {
  await api.stop();
  await history.remove();
});

const iso = (atMs: number): string => new Date(atMs).toISOString();
const get = (path: string, query: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${api.url}/api/v1/history/${path}?${new URLSearchParams(query)}`, { headers });

describe('GET /history/books', () => {
  const usd = (value: number | undefined) => value?.toFixed(6) ?? null;
  const place = (quote: QuoteFact | undefined) => ({
    routeId: quote === undefined ? null : routeIdOf(quote),
    bridge: quote?.bridge ?? null,
    amountOut: quote?.answer === undefined ? null : String(quote.answer.amountOut),
    costUsd: usd(quote?.answer?.costUsd),
  });

  /** Every book as it stood, from the world alone. */
  const booksAt = (atMs: number) => {
    const books = groupBy(
      topFacts(world).filter(({ asOfMs }) => asOfMs <= atMs),
      ({ corridor, amountIn }) => `${corridor} ${amountIn}`,
    );
    return [...books.values()]
      .map((tops) => tops.at(-1)!)
      .sort((a, b) => (a.corridor === b.corridor ? Number(a.amountIn - b.amountIn) : a.corridor < b.corridor ? -1 : 1))
      .map((top) => {
        const [first, second] = [place(top.first), place(top.second)];
        return {
          corridor: top.corridor,
          amountIn: String(top.amountIn),
          asOf: iso(top.asOfMs),
          version: top.version,
          firstRouteId: first.routeId,
          firstBridge: first.bridge,
          firstAmountOut: first.amountOut,
          firstAmountOutUsd: top.first?.answer === undefined ? null : usd(usdOf(top.first, top.first.answer.amountOut)),
          firstCostUsd: first.costUsd,
          firstEtaP50Seconds: top.first?.answer?.etaP50 ?? null,
          firstScore: top.first === undefined ? null : scoreAt(0),
          secondRouteId: second.routeId,
          secondBridge: second.bridge,
          secondAmountOut: second.amountOut,
          secondCostUsd: second.costUsd,
          secondScore: top.second === undefined ? null : scoreAt(1),
          spreadBps: spreadBps(top),
          ranking: top.routes.map(({ bridge }) => bridge),
          excludedBridges: top.excluded.map(({ bridge }) => bridge),
          excludedReasons: top.excluded.map(({ reason }) => reason),
        };
      });
  };

  test.each([
    ['in the middle of it all', 30.4],
    ['during an outage', 35.1],
    ['while one book stood empty', 50.1],
    ['long after', 200],
  ])('gives every book as it stood %s', async (_when, hours) => {
    const at = world.startMs + hours * HOUR_MS;
    const answer = await get('books', { at: iso(at) });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    const body = historyBooksResponse.parse(await answer.json());
    expect(body).toEqual({ at: iso(at), books: booksAt(at) });
    expect(body.books).toHaveLength(6);
  });

  test('of a corridor, of an amount, and none before the first', async () => {
    const at = world.startMs + 40 * HOUR_MS;
    const books = async (query: Record<string, string>) => historyBooksResponse.parse(await (await get('books', query)).json()).books;
    expect(await books({ at: iso(at), corridor: '1:usdc>arbitrum:USDC' })).toEqual(
      booksAt(at).filter(({ corridor }) => corridor === CORRIDOR),
    );
    expect(await books({ at: iso(at), amountIn: '10000000000' })).toEqual(booksAt(at).filter(({ amountIn }) => amountIn === '10000000000'));
    expect(await books({ at: iso(world.startMs - 1) })).toEqual([]);
    const withOffset = iso(at + HOUR_MS).replace('Z', '+01:00');
    expect(await books({ at: withOffset })).toEqual(booksAt(at));
  });

  test('as CSV, NDJSON and Parquet, by the parameter or the header', async () => {
    const at = iso(world.startMs + 40 * HOUR_MS);
    const expected = booksAt(Date.parse(at));
    const lines = await get('books', { at }, { accept: 'text/html, application/x-ndjson' });
    expect(lines.headers.get('content-type')).toBe('application/x-ndjson');
    expect(lines.headers.get('vary')).toBe('accept');
    expect(
      (await lines.text())
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(expected);
    const csv = await get('books', { at, format: 'CSV' }, { accept: 'application/json' });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [names = '', row = ''] = (await csv.text()).split('\n');
    expect(names.replaceAll('"', '').split(',')).toEqual(Object.keys(expected[0]!));
    expect(row).toContain(`"${expected[0]?.corridor}","${expected[0]?.amountIn}","${expected[0]?.asOf}",${expected[0]?.version}`);
    const parquet = await get('books', { at }, { accept: 'application/vnd.apache.parquet' });
    expect(parquet.headers.get('content-type')).toBe('application/vnd.apache.parquet');
    expect(
      Buffer.from(await parquet.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('PAR1');
    const head = await fetch(`${api.url}/api/v1/history/books?at=${at}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test.each([
    [{}, 'MISSING_PARAMETER', '/at'],
    [{ at: 'yesterday' }, 'INVALID_PARAMETER', '/at'],
    [{ at: '2026-11-20' }, 'INVALID_PARAMETER', '/at'],
    [{ at: '9999-01-01T00:00:00Z' }, 'INVALID_PARAMETER', '/at'],
    [{ at: '2026-11-20T00:00:00Z', corridor: 'ethereum:USDC' }, 'INVALID_CORRIDOR', '/corridor'],
    [{ at: '2026-11-20T00:00:00Z', corridor: 'mars:USDC>base:USDC' }, 'UNKNOWN_CHAIN', '/corridor'],
    [{ at: '2026-11-20T00:00:00Z', amountIn: '-1' }, 'INVALID_AMOUNT', '/amountIn'],
    [{ at: '2026-11-20T00:00:00Z', format: 'XML' }, 'INVALID_PARAMETER', '/format'],
    [{ at: '2026-11-20T00:00:00Z', colour: 'red' }, 'UNKNOWN_FIELD', '/colour'],
  ])('refuses %o', async (query, code, pointer) => {
    await expectProblem(await get('books', query as Record<string, string>), 400, code, pointer);
  });
});

describe('GET /history/quotes', () => {
  const from = world.startMs + 33 * HOUR_MS;
  const to = from + 2 * HOUR_MS;
  const window = { from: iso(from), to: iso(to) };
  const idsOf = (keep: (quote: QuoteFact) => boolean = () => true) =>
    world.quotes
      .filter((quote) => quote.observedAtMs >= from && quote.observedAtMs < to && keep(quote))
      .sort((a, b) => a.observedAtMs - b.observedAtMs || (a.quoteId < b.quoteId ? -1 : 1))
      .map(({ quoteId }) => quoteId);
  const page = async (query: Record<string, string>) =>
    historyQuotesResponse.parse(await (await get('quotes', { ...window, ...query })).json());
  const ids = async (query: Record<string, string>) => (await page(query)).quotes.map(({ quoteId }) => quoteId);

  test('gives answers and failures of a time, with all that was said', async () => {
    const { quotes, nextCursor } = await page({});
    expect(nextCursor).toBeNull();
    expect(quotes.map(({ quoteId }) => quoteId)).toEqual(idsOf());
    for (const found of quotes) {
      const { answer, failure, ...quote } = world.quotes.find(({ quoteId }) => quoteId === found.quoteId)!;
      const [asset] = quote.corridor.split('>');
      expect(found).toEqual({
        quoteId: quote.quoteId,
        bridge: quote.bridge,
        corridor: quote.corridor,
        amountIn: String(quote.amountIn),
        askedAt: iso(quote.askedAtMs),
        observedAt: iso(quote.observedAtMs),
        latencyMs: quote.observedAtMs - quote.askedAtMs,
        outcome: answer === undefined ? 'failure' : 'answer',
        amountOut: answer === undefined ? null : String(answer.amountOut),
        minAmountOut: answer === undefined ? null : String(answer.minAmountOut),
        feeKinds: answer === undefined ? [] : ['lp', 'relayer-gas'],
        feeAssets: answer === undefined ? [] : [asset, asset],
        feeAmounts: answer === undefined ? [] : [String(answer.lpFee), String(answer.gasFee)],
        rebate: answer === undefined ? null : String(answer.rebate),
        surchargeKinds: [],
        surchargeAssets: [],
        surchargeAmounts: [],
        etaP50Seconds: answer?.etaP50 ?? null,
        etaP90Seconds: answer === undefined ? null : answer.etaP50 * 2,
        validUntil: answer === undefined ? null : iso(quote.observedAtMs + 30_000),
        code: failure?.code ?? null,
        detail: failure?.detail ?? null,
      });
    }
  });

  test('narrows down by corridor, amount, bridge and outcome', async () => {
    expect(await ids({ corridor: CORRIDOR })).toEqual(idsOf(({ corridor }) => corridor === CORRIDOR));
    expect(await ids({ amountIn: '1000000000' })).toEqual(idsOf(({ amountIn }) => amountIn === 1_000_000_000n));
    expect(await ids({ bridge: 'stargate' })).toEqual(idsOf(({ bridge }) => bridge === 'stargate'));
    expect(await ids({ outcome: 'failure' })).toEqual(idsOf(({ failure }) => failure !== undefined));
    expect(await ids({ outcome: 'answer', bridge: 'across', corridor: CORRIDOR, amountIn: '100000000' })).toEqual(
      idsOf(
        ({ answer, bridge, corridor, amountIn }) =>
          answer !== undefined && bridge === 'across' && corridor === CORRIDOR && amountIn === 100_000_000n,
      ),
    );
    expect(await ids({ bridge: 'nobody' })).toEqual([]);
    expect(idsOf(({ failure }) => failure !== undefined).length).toBeGreaterThan(5);
  });

  test('page by page comes to the same, each once', async () => {
    const found: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { quotes, nextCursor } = await page({ limit: '17', ...(cursor === '' ? {} : { cursor }) });
      found.push(...quotes.map(({ quoteId }) => quoteId));
      const last = quotes.at(-1);
      if (nextCursor !== null) expect(nextCursor).toBe(`${last?.observedAt},${last?.quoteId}`);
      cursor = nextCursor;
    }
    expect(found).toEqual(idsOf());
  });

  test('without a time gives the last hour', async () => {
    const answer = await get('quotes', {});
    expect(await answer.json()).toEqual({ quotes: [], nextCursor: null });
  });

  test('as CSV, NDJSON and Parquet', async () => {
    const lines = await get('quotes', { ...window, format: 'NDJSON', bridge: 'cctp' });
    const rows = (await lines.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { quoteId: string });
    expect(rows.map(({ quoteId }) => quoteId)).toEqual(idsOf(({ bridge }) => bridge === 'cctp'));
    const csv = await get('quotes', window, { accept: 'text/csv;q=0.9, image/png' });
    expect((await csv.text()).trimEnd().split('\n')).toHaveLength(idsOf().length + 1);
    const parquet = Buffer.from(await (await get('quotes', { ...window, format: 'Parquet' })).arrayBuffer());
    const [row] = await history.rows<{ n: number }>(
      `SELECT count() AS n FROM format(Parquet, unhex({bytes:String})) WHERE outcome IN ('answer', 'failure')`,
      { bytes: parquet.toString('hex') },
    );
    expect(row?.n).toBe(idsOf().length);
  });

  test.each([
    [{ from: 'x' }, 'INVALID_PARAMETER', '/from'],
    [{ to: '2026-13-01T00:00:00Z' }, 'INVALID_PARAMETER', '/to'],
    [{ from: iso(to), to: iso(from) }, 'INVALID_PARAMETER', '/from'],
    [{ from: '2199-01-01T00:00:00Z' }, 'INVALID_PARAMETER', '/from'],
    [{ amountIn: '1e9' }, 'INVALID_AMOUNT', '/amountIn'],
    [{ corridor: 'x' }, 'INVALID_CORRIDOR', '/corridor'],
    [{ bridge: '' }, 'INVALID_PARAMETER', '/bridge'],
    [{ outcome: 'luck' }, 'INVALID_PARAMETER', '/outcome'],
    [{ limit: '0' }, 'INVALID_PARAMETER', '/limit'],
    [{ limit: '50001' }, 'INVALID_PARAMETER', '/limit'],
    [{ cursor: 'abc' }, 'INVALID_PARAMETER', '/cursor'],
    [{ at: 'x' }, 'UNKNOWN_FIELD', '/at'],
  ])('refuses %o', async (query, code, pointer) => {
    await expectProblem(await get('quotes', query as Record<string, string>), 400, code, pointer);
  });
});

test('without ClickHouse, or before there are tables, the history is not ready', async () => {
  for (const clickHouse of [undefined, { url: readerUrl, database: 'routebook_none' }]) {
    const other = await startApi({ redisUrl, prefix: createPrefix(), ...(clickHouse === undefined ? {} : { clickHouse }) });
    onTestFinished(() => other.stop());
    const answer = await fetch(`${other.url}/api/v1/history/books?at=2026-11-20T00:00:00Z`);
    expect(answer.headers.get('retry-after')).toBe('2');
    await expectProblem(answer, 503, 'NOT_READY');
  }
});
