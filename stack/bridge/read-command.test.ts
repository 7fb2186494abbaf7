import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { changedJson } from '#bridges/_kit/testing/changed-json.ts';
import { type ReadOptions, readCommand } from './read-command.ts';
import { recordedFiles } from './testing/recorded-files.ts';

const { fixture, file } = recordedFiles();
const changed = <Body>(bridge: string, name: string, change: (body: Body) => unknown): string =>
  changedJson(readFileSync(fixture(bridge, name), 'utf8'), change);
const read = (bridge: string, path: string, options: ReadOptions = {}) => readCommand(bridge, path, options, 1_800_000_000_000);

test.each([
  ['hop', 'quote.json', '{"error":"Insufficient liquidity"}', 'INSUFFICIENT_LIQUIDITY'],
  ['hop', 'quote.json', '{"error":"amount must be greater than bonder fee. amount: 5, bonderFee: 7"}', 'AMOUNT_TOO_LOW'],
  ['hop', 'transfer-status.json', '{"error":"Transfer not found"}', 'NOT_FOUND'],
  ['debridge', 'create-tx.json', '{"errorId":"ERROR_LOW_GIVE_AMOUNT","errorMessage":"Give amount is too low"}', 'AMOUNT_TOO_LOW'],
  ['debridge', 'order-status.error-404.json', '{"message":"no such order"}', 'NOT_FOUND'],
  ['lifi', 'quote.json', '{"message":"No available quotes","code":1002}', 'UNSUPPORTED_ROUTE'],
  ['bungee', 'quote.json', '{"success":false,"result":null,"message":"No routes available"}', 'UNSUPPORTED_ROUTE'],
  ['relay', 'quote.json', '{"message":"too small","errorCode":"AMOUNT_TOO_LOW"}', 'AMOUNT_TOO_LOW'],
  ['across', 'suggested-fees.json', '{"code":"ROUTE_NOT_ENABLED","message":"Route is not enabled."}', 'UNSUPPORTED_ROUTE'],
  ['across', 'suggested-fees.error-400.txt', 'Route is not enabled.', 'UNSUPPORTED_ROUTE'],
  ['across', 'suggested-fees.error-400.txt', 'Sent amount is too low relative to fees', 'AMOUNT_TOO_LOW'],
  ['across', 'deposit-status.json', '{"error":"DepositNotFoundException","message":"Deposit not found"}', 'NOT_FOUND'],
  ['cctp', 'messages.json', '{"error":"Message not found"}', 'NOT_FOUND'],
])('an error says so itself, by whatever name it is kept: %s %s %s', async (bridge, name, content, code) => {
  expect(await read(bridge, file(name, content))).toMatchObject({ failure: { code } });
});

test.each([
  ['hop', 'quote.json', '{"error":"Insufficient liquidity"}', 'INSUFFICIENT_LIQUIDITY'],
  ['debridge', 'create-tx.json', '{"errorId":"ERROR_LOW_GIVE_AMOUNT","errorMessage":"Give amount is too low"}', 'AMOUNT_TOO_LOW'],
  ['lifi', 'quote.json', '{"message":"No available quotes","code":1002}', 'UNSUPPORTED_ROUTE'],
  ['hop', 'quote.json', '{}', 'MALFORMED_ANSWER'],
])('what is said whatever was asked needs no question, with 200 too: %s %s %s', async (bridge, name, content, code) => {
  expect(await read(bridge, file(name, content), { status: '200' })).toMatchObject({ failure: { code } });
});

test('an answer to one amount alone needs it', async () => {
  await expect(read('hop', fixture('hop', 'quote.json'))).rejects.toThrow(/does not say what was asked/);
});

test('a maximum in plain words', async () => {
  const given = await read('across', file('suggested-fees.error-400.txt', 'Amount exceeds max. deposit limit: 1000.5 USDC'));
  expect(given).toMatchObject({ failure: { code: 'AMOUNT_TOO_HIGH', limit: '1000500000' } });
});

test.each([
  ['relay', 'intents-status-v3.json', '{"status":"waiting"}'],
  ['cctp', 'messages.json', '{"messages":[{"status":"pending_confirmations","attestation":"PENDING"}]}'],
])('a transfer of which nothing is told has no chain and no transaction: %s', async (bridge, name, content) => {
  const nothing = { id: null, transferKey: null, originChainId: null, originTransaction: null, destinationTransaction: null };
  expect(await read(bridge, file(name, content))).toMatchObject({ transfer: nothing });
});

test('nor does a failure quote what nobody asked', async () => {
  expect(JSON.stringify(await read('cctp', fixture('cctp', 'messages.not-found.json')))).not.toMatch(/0x\w/);
  expect(await read('bungee', fixture('bungee', 'status.not-found.json'))).toMatchObject({ failure: { detail: 'Quote not found' } });
});

test.each([
  ['across', 'suggested-fees.json', 'estimatedFillTimeSec', /^estimatedFillTimeSec: /],
  ['relay', 'quote.usdc-1-to-42161.json', 'details', /details: /],
  ['debridge', 'create-tx.usdc-estimation.json', 'fixFee', /fixFee: /],
  ['bungee', 'quote.across.json', 'result', /result: /],
  ['lifi', 'step.cross.json', 'estimate', /estimate: /],
  ['debridge', 'order-details.json', 'status', /status: /],
])('a field that does not fit is named: %s %s', async (bridge, name, field, words) => {
  const body = changed(bridge, name, (json: object) => Object.assign(json, { [field]: [7] }));
  const given = await read(bridge, file(name, body));
  expect(given).toMatchObject({ failure: { code: 'MALFORMED_ANSWER', detail: expect.stringMatching(words) } });
  expect(JSON.stringify(given)).not.toMatch(/asked|0x/);
});

test('what is delivered with more decimals tells its amount, on a chain that nobody knows the pool of', async () => {
  const body = changed('across', 'suggested-fees.json', (json: { outputToken: { decimals: number }; outputAmount: string }) => {
    Object.assign(json.outputToken, { chainId: 56, decimals: json.outputToken.decimals + 3 });
    json.outputAmount = `${json.outputAmount}000`;
  });
  expect(await read('across', file('suggested-fees.json', body))).toMatchObject({ failure: { code: 'UNSUPPORTED_ROUTE' } });
});

test('a route of several transactions repeats its question', async () => {
  const body = changed('lifi', 'advanced-routes.json', (json: { routes: { steps: unknown[] }[] }) => {
    for (const route of json.routes) route.steps = [route.steps[0], route.steps[0]];
  });
  expect(await read('lifi', file('advanced-routes.json', body))).toMatchObject({
    failure: { code: 'UNSUPPORTED_ROUTE', detail: 'every route takes several transactions' },
  });
});

test('an approval whose id holds no time is read by its end', async () => {
  const body = changed('across', 'swap-approval.bridge-only.json', (json: object) => Object.assign(json, { id: 'x' }));
  expect(await read('across', file('swap-approval.json', body))).toMatchObject({ quote: { validUntilMs: 1_754_347_345_000 } });
});
