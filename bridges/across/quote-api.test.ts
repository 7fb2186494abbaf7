import { readFileSync } from 'node:fs';
import { decodeFunctionData, encodeFunctionData, type Hex, pad, parseAbi } from 'viem';
import { describe, expect, test } from 'vitest';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { depositAbi } from '../_across/deposit-abi.ts';
import type { HttpOutcome } from '../_kit/network-port.ts';
import { playBack } from '../_kit/play-back.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { changedJson } from '../_kit/testing/changed-json.ts';
import { across } from './across.ts';
import { SPOKE_POOL_PERIPHERY } from './contracts.ts';

/** What is asked with ACROSS_QUOTE_API=swap-approval, and which calls are handed on to be signed. */
const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8');
const nowMs = 1_754_347_045_980;
const corridor = corridorNamed('optimism:USDC>arbitrum:USDC');
const question = { corridor, amountIn: 1_000_000n };
/** For whom the documented call is. */
const sender: Hex = '0x1111111111111111111111111111111111111111';
const stranger: Hex = '0x23618e81e3f5cdf7f54c3d65f7fbc0abf5b21e8f';
const POOL: Hex = '0x6f26Bf09B1C792e3228e5467807a900A503c0281';
const DELIVERED = 980_662n;

interface Body {
  inputToken: { address: string; decimals: number; symbol: string; chainId: number };
  outputToken: { address: string; decimals: number; symbol: string; chainId: number };
  steps: { bridge: { tokenIn: object; tokenOut: object; provider?: string } };
  swapTx: { to: string; data: string; value?: string; chainId: number };
}
const documented = (JSON.parse(fixture('swap-approval.bridge-only')) as Body).swapTx.data as Hex;
const limits = (change: object = {}): string =>
  JSON.stringify({
    minDeposit: '1000',
    maxDeposit: '9000000',
    maxDepositInstant: '2000000',
    maxDepositShortDelay: '3000000',
    ...change,
  });

/** A context that has chosen an API, and hears these answers by path. */
const hearing = (answers: Readonly<Record<string, HttpOutcome>>, api = 'swap-approval'): BridgeContext & { readonly asked: URL[] } => {
  const asked: URL[] = [];
  const request: BridgeContext['http']['request'] = async ({ url }) => {
    asked.push(new URL(url));
    return answers[new URL(url).pathname] ?? { kind: 'timeout' };
  };
  return { ...playBack({ http: { kind: 'timeout' } }, nowMs), http: { request }, choices: { ACROSS_QUOTE_API: api }, asked };
};
const said = (body: string, status = 200): HttpOutcome => ({ kind: 'response', status, headers: {}, body });
const approved = (change: (body: Body) => void = () => {}): HttpOutcome => said(changedJson(fixture('swap-approval.bridge-only'), change));
const both = (change?: (body: Body) => void) => hearing({ '/swap/approval': approved(change), '/limits': said(limits()) });
const request = { ...question, sender, recipient: sender, minAmountOut: 1n, quoted: { amountOut: DELIVERED, validUntilMs: nowMs + 1 } };

describe('a quote', () => {
  test('has the figures of the one answer and the limits of the other, and neither is asked twice', async () => {
    const context = both();
    expect(await across.quote(context, question)).toMatchObject({
      ok: true,
      value: { amountOut: DELIVERED, limits: { min: 1_000n, instant: 2_000_000n, max: 9_000_000n }, etaSeconds: { p50: 3 } },
    });
    expect(context.asked.map(({ pathname }) => pathname).sort()).toEqual(['/limits', '/swap/approval']);
    expect(Object.fromEntries(context.asked.find(({ pathname }) => pathname === '/swap/approval')?.searchParams ?? [])).toMatchObject({
      tradeType: 'exactInput',
      amount: '1000000',
      inputToken: corridor.from.address,
      depositor: sender,
      recipient: sender,
    });
  });

  test('is given without limits where nobody tells them', async () => {
    const given = await across.quote(hearing({ '/swap/approval': approved() }), question);
    expect(given).toMatchObject({ ok: true, value: { limits: { min: null, instant: null, max: null } } });
  });

  test.each([
    ['above the instant limit', { maxDepositInstant: '999999' }, { etaSeconds: { p50: 900 } }],
    ['above the short delay', { maxDepositInstant: '1', maxDepositShortDelay: '2' }, { etaSeconds: { p50: 10_800 } }],
  ])('takes as long as its limits say: %s', async (_name, change, value) => {
    const context = hearing({ '/swap/approval': approved(), '/limits': said(limits(change)) });
    expect(await across.quote(context, question)).toMatchObject({ ok: true, value });
  });

  test.each([
    ['below the least', { minDeposit: '1000001' }, { code: 'AMOUNT_TOO_LOW', limit: 1_000_001n }],
    ['above the most', { maxDeposit: '999999', maxDepositInstant: '1' }, { code: 'AMOUNT_TOO_HIGH', limit: 999_999n }],
    ['nothing left', { maxDeposit: '0', maxDepositInstant: '0' }, { code: 'INSUFFICIENT_LIQUIDITY', limit: 0n }],
  ])('%s is refused with the limit', async (_name, change, error) => {
    const context = hearing({ '/swap/approval': approved(), '/limits': said(limits(change)) });
    expect(await across.quote(context, question)).toMatchObject({ ok: false, error });
  });

  test.each([
    [
      'too low in its own words',
      'suggested-fees.error-amount-too-low',
      { minDeposit: '2000000' },
      { code: 'AMOUNT_TOO_LOW', limit: 2_000_000n },
    ],
    ['a relayer without funds', 'swap-approval.error-insufficient-liquidity', {}, { code: 'INSUFFICIENT_LIQUIDITY' }],
    ['a parameter that it does not take', 'swap-approval.error-invalid-param', {}, { code: 'UPSTREAM_ERROR' }],
  ])('%s: its error is ours', async (_name, name, change, error) => {
    const context = hearing({ '/swap/approval': said(fixture(name), 400), '/limits': said(limits(change)) });
    expect(await across.quote(context, question)).toMatchObject({ ok: false, error });
  });

  test.each([
    ['suggested-fees', '/suggested-fees', 404, 'ACROSS_QUOTE_API=swap-approval'],
    ['swap-approval', '/swap/approval', 410, 'ACROSS_QUOTE_API=suggested-fees'],
  ])('%s that is gone says how the other is asked, and does not ask it', async (api, path, status, way) => {
    const context = hearing({ [path]: said('{"error":{"code":"404","message":"The page could not be found"}}', status) }, api);
    const detail = expect.stringContaining(way);
    expect(await across.quote(context, question)).toMatchObject({ ok: false, error: { code: 'UPSTREAM_ERROR', detail } });
    expect(context.asked.filter(({ pathname }) => pathname !== '/limits').map(({ pathname }) => pathname)).toEqual([path]);
  });
});

/** The documented deposit, which has 32 bytes for each party, with some arguments changed, and whatever follows them. */
const NAMES = ['depositor', 'recipient', 'inputToken', 'outputToken', 'inputAmount', 'outputAmount', 'destinationChainId'];
const ALL_NAMES = [...NAMES, 'relayer', 'quoted', 'deadline', 'exclusivity', 'message'];
const depositOf = (change: Readonly<Record<string, unknown>>, marks = '73c0de'): string => {
  const { args } = decodeFunctionData({ abi: depositAbi, data: documented });
  const changed = args.map((value, index) => change[ALL_NAMES[index] ?? ''] ?? value);
  return `${encodeFunctionData({ abi: depositAbi, functionName: 'deposit', args: changed as never })}${marks}`;
};
const wideStranger = pad(stranger);

describe('a transaction', () => {
  test('is the API’s call, byte for byte', async () => {
    expect(await across.transaction(both(), request)).toMatchObject({
      ok: true,
      value: { chainId: 10, to: POOL, data: documented, value: 0n, spender: POOL, amountOut: DELIVERED, minAmountOut: DELIVERED },
    });
  });

  test('names its exclusive relayer and the times as they came, with 20 bytes for a party too', async () => {
    const told = { quoted: 1_754_347_000, deadline: 1_754_350_000, exclusivity: 30 };
    const narrow = encodeFunctionData({
      abi: depositAbi,
      functionName: 'depositV3',
      args: [
        ...([sender, sender, corridor.from.address as Hex, corridor.to.address as Hex, question.amountIn, DELIVERED, 42_161n] as const),
        ...([stranger, told.quoted, told.deadline, told.exclusivity, '0x'] as const),
      ],
    });
    for (const data of [depositOf({ ...told, relayer: wideStranger }), narrow]) {
      expect(
        await across.transaction(
          both(({ swapTx }) => Object.assign(swapTx, { data })),
          request,
        ),
      ).toMatchObject({ ok: true, value: { data } });
    }
  });

  test('delivers what was quoted while that stands, and nothing else of it changes', async () => {
    const quoted = { amountOut: DELIVERED + 1_000n, validUntilMs: nowMs + 1 };
    const data = depositOf({ outputAmount: quoted.amountOut });
    expect(await across.transaction(both(), { ...request, quoted })).toMatchObject({
      ok: true,
      value: { data, amountOut: quoted.amountOut },
    });
  });

  test('is none when less is delivered than was accepted', async () => {
    const given = await across.transaction(both(), { ...request, minAmountOut: DELIVERED + 1n });
    expect(given).toMatchObject({ ok: false, error: { code: 'QUOTE_MOVED', amountOut: DELIVERED } });
  });

  test.each<[string, Partial<Body['swapTx']>, RegExp]>([
    ['somebody else is paid', { data: depositOf({ recipient: wideStranger }) }, /that pays 0x0{24}23618e/i],
    ['somebody else is paid back', { data: depositOf({ depositor: wideStranger }) }, /paid back to 0x0{24}23618e/i],
    ['another token is sent', { data: depositOf({ inputToken: wideStranger }) }, /a deposit of 0x0{24}23618e/i],
    ['another token is delivered', { data: depositOf({ outputToken: wideStranger }) }, /a deposit for 0x0{24}23618e/i],
    ['it goes to another chain', { data: depositOf({ destinationChainId: 1n }) }, /for chain 1, asked was 42161/],
    ['it calls its recipient', { data: depositOf({ message: '0x1234' }) }, /calls its recipient/],
    ['its deadline has passed', { data: depositOf({ deadline: 1_754_347_045 }) }, /deadline has passed/],
    ['it pays a coin', { value: '1' }, /pays 1/],
  ])('is none where %s', async (_name, change, detail) => {
    const given = await across.transaction(
      both(({ swapTx }) => Object.assign(swapTx, change)),
      request,
    );
    expect(given).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER', detail: expect.stringMatching(detail) } });
  });

  test.each<[string, (body: Body) => void]>([
    ['more follows than marks', ({ swapTx }) => Object.assign(swapTx, { data: depositOf({}, '00'.repeat(33)) })],
    ['it is no deposit', ({ swapTx }) => Object.assign(swapTx, { data: `0xdeadbeef${documented.slice(10)}` })],
    ['a token goes by the periphery', ({ swapTx }) => Object.assign(swapTx, { to: SPOKE_POOL_PERIPHERY })],
    [
      'another carrier has it',
      ({ steps, swapTx }) => {
        Object.assign(steps.bridge, { provider: 'cctp' });
        Object.assign(swapTx, { to: stranger });
      },
    ],
  ])('is none, and no quote either, where %s', async (_name, change) => {
    const error = { code: 'UNSUPPORTED_ROUTE', detail: expect.stringContaining('no plain deposit') };
    expect(await across.transaction(both(change), request)).toMatchObject({ ok: false, error });
    expect(await across.quote(both(change), question)).toMatchObject({ ok: false, error });
  });
});

const periphery = parseAbi([
  'function depositNative(address spokePool, address depositor, bytes32 recipient, address inputToken, uint256 inputAmount, bytes32 outputToken, uint256 outputAmount, uint256 destinationChainId, bytes32 exclusiveRelayer, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityParameter, bytes message) payable',
]);

describe('a coin that goes by the periphery', () => {
  const coin = corridorNamed('optimism:ETH>arbitrum:ETH');
  const weth = { from: '0x4200000000000000000000000000000000000006', to: '0x82af49447d8a07e3bd95bd0d56f35241523fbab1' } as const;
  const token = (address: string, chainId: number) => ({ address, chainId, decimals: 18, symbol: 'WETH' });
  const call = (pool: Hex, depositor: Hex): Hex =>
    encodeFunctionData({
      abi: periphery,
      functionName: 'depositNative',
      args: [
        ...([pool, depositor, pad(sender), weth.from, question.amountIn, pad(weth.to), DELIVERED, 42_161n] as const),
        ...([pad(stranger), 1_754_347_000, 1_754_350_000, 30, '0x'] as const),
      ],
    });
  const sent = (data: Hex) =>
    both((body) => {
      const ends = { tokenIn: token(weth.from, 10), tokenOut: token(weth.to, 42_161) };
      Object.assign(body, { inputToken: ends.tokenIn, outputToken: ends.tokenOut });
      Object.assign(body.steps.bridge, ends);
      Object.assign(body.swapTx, { to: SPOKE_POOL_PERIPHERY, data, value: String(question.amountIn) });
    });

  test('is read like any other deposit', async () => {
    const data = call(POOL, sender);
    const given = await across.transaction(sent(data), { ...request, corridor: coin });
    expect(given).toMatchObject({ ok: true, value: { to: SPOKE_POOL_PERIPHERY, data, value: question.amountIn, amountOut: DELIVERED } });
    expect(given.ok && 'spender' in given.value).toBe(false);
  });

  test.each([
    ['another pool', call(stranger, sender), /into 0x23618e/],
    ['another depositor', call(POOL, stranger), /paid back to 0x23618e/],
  ])('is nothing to sign with %s', async (_name, data, detail) => {
    const given = await across.transaction(sent(data), { ...request, corridor: coin });
    expect(given).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER', detail: expect.stringMatching(detail) } });
  });
});
