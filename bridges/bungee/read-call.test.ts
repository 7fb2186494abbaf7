import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { corridorById } from '#core/domain/corridor.ts';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import { bungee } from './bungee.ts';
import { OPEN_ROUTER } from './contracts.ts';
import { type CallParts, composeCall, honestParts } from './testing/compose-call.ts';

const corridor = corridorById('ethereum:USDC>arbitrum:USDC');
if (corridor === undefined) throw new Error('no such corridor');
const nowMs = 1_781_000_029_000;
const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
const stranger = '0x00000000000000000000000000000000000000aa';
const amountIn = 1_000_000_000n;
const amountOut = 997_812_345n;

type Json = Record<string, unknown>;
const { routes, ...result } = JSON.parse(readFileSync(new URL('fixtures/quote.across.json', import.meta.url), 'utf8')).result;
const across: Json & { quoteId: string } = routes[1];
const honest = honestParts({
  quoteId: across.quoteId,
  sender,
  recipient,
  inputToken: corridor.from.address,
  outputToken: corridor.to.address,
  toChainId: 42161,
  amountIn,
  fee: 2_000_000n,
  amountOut,
});

/** The documented answer, for our two, with a call made of these parts. */
const built = async (
  parts: Partial<CallParts> = {},
  change: Json = {},
  parties: Json = { userAddress: sender, receiverAddress: recipient },
) => {
  const object = {
    chainId: 1,
    to: '0x50c4E75a512F2A14A7b304787Adf79C4531A5909',
    value: '0',
    data: composeCall({ ...honest, ...parts }),
    ...change,
  };
  const body = {
    success: true,
    statusCode: 200,
    result: { ...result, ...parties, routes: [{ ...across, txData: { kind: 'evm_tx', object } }] },
  };
  const request = { corridor, amountIn, sender, recipient, minAmountOut: 0n, quoted: { amountOut, validUntilMs: nowMs } };
  return bungee.transaction(playBack(recordedJson(JSON.stringify(body)), nowMs), request);
};

test('the call that was asked for is handed out as it came', async () => {
  const given = await built();
  expect(given).toMatchObject({ ok: true, value: { data: composeCall(honest), amountOut, minAmountOut: amountOut, value: 0n } });
});

describe('nothing is signed that is not what was asked', () => {
  test.each<[string, Partial<CallParts>]>([
    ['somebody else may take the tokens', { operator: stranger }],
    ['another token may be taken', { taken: corridor.to.address }],
    ['more may be taken', { takenAmount: amountIn + 1n }],
    ['it is the call of another quote', { quoteId: `0x${'00'.repeat(32)}` }],
    ['it takes from somebody else', { user: stranger }],
    ['it sends another token', { inputToken: corridor.to.address }],
    ['it sends another amount', { inputAmount: amountIn - 1n }],
    ['its fee is all of it', { fee: amountIn, depositAmount: 0n }],
    ['the router lets somebody take its tokens', { spender: stranger }],
    ['the router pays coin', { bridgeValue: 1n }],
    ['somebody else is paid back', { depositor: stranger }],
    ['somebody else is paid', { recipient: stranger }],
    ['another token is deposited', { depositToken: corridor.to.address }],
    ['another token is paid out', { outputToken: corridor.from.address }],
    ['it is paid out on another chain', { toChainId: 10 }],
    ['less is deposited than is left', { depositAmount: 1n }],
    ['the recipient is called', { message: '0x00' }],
    ['more is delivered than was said', { outputAmount: amountOut + 1n }],
    ['less is delivered than was said', { outputAmount: amountOut - 1n }],
  ])('%s', async (_name, parts) => {
    expect(await built(parts)).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER' } });
  });

  test.each<[string, Json]>([
    ['a call that pays coin', { value: '1' }],
    ['a call on another chain', { chainId: 10 }],
  ])('%s', async (_name, change) => {
    expect((await built({}, change)).ok).toBe(false);
  });

  test.each<[string, Json]>([
    ['an answer for another sender', { userAddress: stranger, receiverAddress: recipient }],
    ['an answer for another recipient', { userAddress: sender, receiverAddress: stranger }],
  ])('%s', async (_name, parties) => {
    expect(await built({}, {}, parties)).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER' } });
  });
});

describe('what is of another kind is left alone', () => {
  test.each<[string, Partial<CallParts>, Json]>([
    ['a call to somebody else’s contract', {}, { to: stranger }],
    ['a call of tokens to the router itself, of which nothing can come', {}, { to: OPEN_ROUTER }],
    ['a call that goes on to somebody else', { router: stranger }, {}],
    ['another bridge', { pool: stranger }, {}],
    ['bytes', {}, { data: '0x12345678' }],
  ])('%s', async (_name, parts, change) => {
    expect(await built(parts, change)).toMatchObject({ ok: false, error: { code: 'UNSUPPORTED_ROUTE' } });
  });
});
