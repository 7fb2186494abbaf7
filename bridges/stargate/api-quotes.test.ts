import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { assetById } from '#core/domain/asset.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import { changedJson } from '../_kit/testing/changed-json.ts';
import { apiQuote } from './api-quotes.ts';
import { status } from './status.ts';

type Json = Record<string, unknown>;
interface Entry extends Json {
  fees: Json[];
  steps: { transaction: Json }[];
}
const fixture = readFileSync(new URL('fixtures/quotes.json', import.meta.url), 'utf8');
const nowMs = 1_779_092_258_000;
const asked = { corridor: corridorNamed('ethereum:USDC>arbitrum:USDC'), amountIn: 10_000_000n };
const quoted = (body: string, { question = asked, code = 200 } = {}) => apiQuote(playBack(recordedJson(body, code), nowMs), question);
const taxi = (change: (entry: Entry) => unknown): string =>
  changedJson(fixture, ({ quotes: [first] }: { quotes: [Entry] }) => change(first));
const listed = (quotes: readonly unknown[]): string => JSON.stringify({ quotes });
const entries = (JSON.parse(fixture) as { quotes: Entry[] }).quotes;

describe('amounts that cannot be right are refused', () => {
  test.each<[string, (entry: Entry) => unknown]>([
    ['next to nothing arrives', (entry) => Object.assign(entry, { dstAmount: '9', dstAmountMin: '9' })],
    ['a fee of more than two per cent', (entry) => Object.assign(entry, { dstAmount: '9799999', dstAmountMin: '9799999' })],
    ['a message of 55 000 ether', ({ fees }) => Object.assign(fees[0] as Json, { amount: `55${'0'.repeat(21)}` })],
    ['a transaction that pays another fee', ({ steps }) => Object.assign(steps[1]?.transaction as Json, { value: '55000000000001' })],
  ])('%s', async (_name, change) => {
    expect(await quoted(taxi(change))).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER' } });
  });

  test('a fee of two per cent, and a quote without its transactions, are read', async () => {
    const dear = taxi((entry) => Object.assign(entry, { dstAmount: '9800000', dstAmountMin: '9800000', steps: undefined }));
    expect(await quoted(dear)).toMatchObject({ ok: true, value: { amountOut: 9_800_000n } });
  });

  test('a pool gives back what it takes: USDT is not quoted for USDC', async () => {
    const body = taxi((entry) => Object.assign(entry, { srcToken: assetById('ethereum:USDT')?.address }));
    const given = await quoted(body, { question: { ...asked, corridor: corridorNamed('ethereum:USDT>arbitrum:USDC') } });
    expect(given).toMatchObject({ ok: false, error: { code: 'UNSUPPORTED_ROUTE' } });
  });

  test('ether goes with its message’s fee, with its dust or without', async () => {
    const question = { corridor: corridorNamed('ethereum:ETH>arbitrum:ETH'), amountIn: 10n ** 18n + 7n };
    const coin = '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE';
    const sends = (value: bigint) =>
      taxi((entry) => {
        const amounts = { srcAmount: String(10n ** 18n), dstAmount: String(10n ** 18n), dstAmountMin: String(10n ** 18n) };
        Object.assign(entry, amounts, { srcToken: coin, dstToken: coin, srcAmountMax: String(10n ** 21n) });
        Object.assign(entry.steps[1]?.transaction as Json, { value: String(value + 55_000_000_000_000n) });
      });
    expect((await quoted(sends(10n ** 18n), { question })).ok).toBe(true);
    expect((await quoted(sends(10n ** 18n + 7n), { question })).ok).toBe(true);
    expect((await quoted(sends(0n), { question })).ok).toBe(false);
  });
});

describe('what is said of other ways counts for nothing', () => {
  test.each<[string, unknown]>([
    ['an entry of another shape', { route: 'stargate/v3/ferry', srcAmount: 1, error: { code: 7 } }],
    ['an entry without a way', { amount: [] }],
    ['no entry', null],
  ])('%s leaves a good taxi as it is', async (_name, other) => {
    expect(await quoted(listed([other, ...entries]))).toMatchObject({ ok: true, value: { amountOut: 9_994_000n } });
  });

  test('a bus is taken where the taxi is refused, whatever shape it has', async () => {
    const [, bus] = entries;
    const given = await quoted(listed([{ route: 'stargate/v2/taxi', error: 'no credit' }, bus]));
    expect(given).toMatchObject({ ok: true, value: { etaSeconds: { p50: 500.1 } } });
  });
});

describe('a refusal keeps the vendor’s words', () => {
  test.each<[string, unknown[], number, string, string]>([
    ['nothing offered', [], 200, 'UNSUPPORTED_ROUTE', 'the API offers neither a taxi nor a bus'],
    [
      'refused',
      [{ route: 'stargate/v2/taxi', error: { message: 'Insufficient credit' } }],
      200,
      'INSUFFICIENT_LIQUIDITY',
      'Insufficient credit',
    ],
    ['refused with 400', [{ route: 'stargate/v2/taxi', error: 'No route found' }], 400, 'UNSUPPORTED_ROUTE', 'No route found'],
    ['refused without a way', [{ error: { message: 'Amount too small' } }], 200, 'AMOUNT_TOO_LOW', 'Amount too small'],
    ['a quote with 400', entries, 400, 'UPSTREAM_ERROR', 'HTTP 400 with a quote'],
  ])('%s', async (_name, quotes, code, failure, detail) => {
    expect(await quoted(listed(quotes), { code })).toMatchObject({ ok: false, error: { code: failure, detail } });
  });
});

test.each(['BLOCKED', 'APPLICATION_BURNED', 'APPLICATION_SKIPPED', 'UNRESOLVABLE_COMMAND', 'MALFORMED_COMMAND'])(
  'a message that is %s has failed',
  async (name) => {
    const scanned = readFileSync(new URL('fixtures/scan-messages-tx.json', import.meta.url), 'utf8');
    const body = changedJson(scanned, ({ data: [told] }: { data: [Json] }) => Object.assign(told.status as Json, { name }));
    const given = await status(playBack(recordedJson(body), nowMs), { originChainId: 1, transactionHash: `0x${'1'.repeat(64)}` });
    expect(given).toMatchObject({ ok: true, value: { state: 'FAILED', vendorState: name } });
  },
);
