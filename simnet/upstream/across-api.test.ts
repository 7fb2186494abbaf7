import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { assetById } from '#core/domain/asset.ts';
import type { World } from '../world/world.ts';
import { createAcrossApi } from './across-api.ts';
import { acrossQuoteFaults } from './across-faults.ts';

const world: World = { seed: 'api', dial: () => undefined, priceFactor: () => 1, drained: () => false };
const api = createAcrossApi({ world, step: () => 60, nowMs: () => 1_800_000_000_000, links: [] });
const documented = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../bridges/across/fixtures/${name}.json`, import.meta.url), 'utf8'));

const good = {
  inputToken: assetById('ethereum:WETH')?.address ?? '',
  outputToken: assetById('optimism:WETH')?.address ?? '',
  originChainId: '1',
  destinationChainId: '10',
  amount: '1000000000000000000',
};
const ask = async (path: string, query: Record<string, string> = good) => {
  const { status, body } = await api({ method: 'GET', path, query: new URLSearchParams(query), headers: {}, body: undefined });
  return { status, body: body as Record<string, unknown> };
};
const typesOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, typesOf(inner)]))
    : typeof value;

test('fees have the documented fields and types, and nothing else', async () => {
  const { status, body } = await ask('/suggested-fees');
  expect(status).toBe(200);
  expect(typesOf(body)).toEqual(typesOf(documented('suggested-fees')));
});

test('a wrapped coin is called by the coin’s name, as documented', async () => {
  const { body } = await ask('/suggested-fees');
  expect(body.inputToken).toEqual({ address: good.inputToken, symbol: 'ETH', decimals: 18, chainId: 1 });
});

test('limits have the documented fields and types', async () => {
  const { amount: _, ...query } = good;
  const strings = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'string']));
  expect(typesOf((await ask('/limits', query)).body)).toEqual({
    ...strings('minDeposit', 'maxDeposit', 'maxDepositInstant', 'maxDepositShortDelay', 'recommendedDepositInstant'),
    relayerFeeDetails: strings('relayFeeTotal', 'relayFeePercent', 'gasFeeTotal', 'gasFeePercent', 'capitalFeeTotal', 'capitalFeePercent'),
    gasFeeDetails: strings('nativeGasCost', 'opStackL1GasCost', 'gasPrice', 'tokenGasCost'),
  });
});

test.each([
  ['no tokens', { originChainId: '1' }, 'MISSING_PARAM'],
  ['a token that is no address', { ...good, inputToken: 'USDC' }, 'INVALID_PARAM'],
  ['an amount in hex', { ...good, amount: '0x10' }, 'INVALID_PARAM'],
  ['a negative amount', { ...good, amount: '-5' }, 'INVALID_PARAM'],
  ['a chain in words', { ...good, originChainId: 'base' }, 'INVALID_PARAM'],
  ['an unknown chain', { ...good, destinationChainId: '56' }, 'ROUTE_NOT_ENABLED'],
  ['two different tokens', { ...good, outputToken: assetById('optimism:USDC')?.address ?? '' }, 'ROUTE_NOT_ENABLED'],
  ['dust', { ...good, amount: '10' }, 'AMOUNT_TOO_LOW'],
  ['more than there is', { ...good, amount: '9'.repeat(30) }, 'AMOUNT_TOO_HIGH'],
])('%s: a documented error', async (_case, query, code) => {
  const { status, body } = await ask('/suggested-fees', query);
  expect(status).toBe(400);
  expect(body).toMatchObject({ type: 'AcrossApiError', code, status: 400, message: expect.any(String) });
});

test('dust with skipAmountLimit is quoted, marked and bounded below by nothing', async () => {
  const { status, body } = await ask('/suggested-fees', { ...good, amount: '10', skipAmountLimit: 'true' });
  expect([status, body.isAmountTooLow, body.outputAmount]).toEqual([200, true, '0']);
});

const usdc = (slug: string) => assetById(`${slug}:USDC`)?.address ?? '';
const swap = {
  tradeType: 'exactInput',
  inputToken: usdc('optimism'),
  outputToken: usdc('arbitrum'),
  originChainId: '10',
  destinationChainId: '42161',
  amount: '1000000000',
  depositor: '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955',
};

test('a ready transaction has the documented fields and types, and before it the approval that is missing', async () => {
  const { status, body } = await ask('/swap/approval', swap);
  const { approvalTxns, ...rest } = body;
  expect([status, typesOf(rest)]).toEqual([200, typesOf(documented('swap-approval.bridge-only'))]);
  expect(approvalTxns).toEqual([{ chainId: 10, to: usdc('optimism'), data: expect.stringMatching(/^0x095ea7b3/) }]);
});

test('both APIs deliver the same, for the same fees', async () => {
  const [{ body: older }, { body: newer }] = await Promise.all([ask('/suggested-fees', swap), ask('/swap/approval', swap)]);
  expect(newer).toMatchObject({
    expectedOutputAmount: older.outputAmount,
    steps: { bridge: { fees: { totalRelay: older.totalRelayFee, lp: older.lpFee, relayerGas: older.relayerGasFee } } },
  });
});

test.each([
  ['nobody who deposits', { ...swap, depositor: '' }, documented('swap-approval.error-invalid-param').message],
  ['dust', { ...swap, amount: '10' }, 'Sent amount is too low relative to fees'],
  ['more than there is', { ...swap, amount: '9'.repeat(30) }, expect.stringMatching(/^Amount exceeds max\. deposit limit: .* USDC$/)],
  ['a token that is no address', { ...swap, inputToken: 'USDC' }, expect.stringContaining("'inputToken'")],
  ['another way to trade', { ...swap, tradeType: 'exactOutput' }, expect.stringContaining("'tradeType'")],
])('no ready transaction for %s: a documented error', async (_case, query, message) => {
  expect(await ask('/swap/approval', query)).toMatchObject({ status: 400, body: { type: 'AcrossApiError', status: 400, message } });
});

test('a drained relayer is said in the documented words', async () => {
  const drained = createAcrossApi({ world: { ...world, drained: () => true }, step: () => 60, nowMs: () => 1_800_000_000_000, links: [] });
  const { body } = await drained({ method: 'GET', path: '/swap/approval', query: new URLSearchParams(swap), headers: {}, body: undefined });
  expect(body).toMatchObject({
    code: 'INVALID_PARAM',
    message: expect.stringMatching(/doesn't have enough funds to support this deposit/),
  });
});

test.each(Object.entries(acrossQuoteFaults))('the fault %s spoils either API’s quote', async (_name, spoil) => {
  for (const path of ['/suggested-fees', '/swap/approval']) {
    const { body } = await ask(path, swap);
    expect(spoil({ status: 200, body }).body).not.toEqual(body);
  }
});

test('routes can be asked for by token, and name ether as the coin it is', async () => {
  const { body } = await ask('/available-routes', {
    originChainId: '1',
    destinationChainId: '10',
    originToken: good.inputToken.toLowerCase(),
  });
  expect(body).toEqual(documented('available-routes'));
  expect((await ask('/available-routes', { originToken: 'x' })).body).toEqual(documented('available-routes.error-invalid-param'));
});

test('an unknown path is 404', async () => {
  expect((await ask('/nothing')).status).toBe(404);
});
