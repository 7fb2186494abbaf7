import { expect, test } from 'vitest';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { debridge } from './debridge.ts';
import { answer, DLN_SOURCE, nowMs, orderCall, question, recipient, sender, withTx } from './testing/sample-order.ts';

test.each<[string, object, string]>([
  ['another token given', { data: orderCall({ giveTokenAddress: recipient }) }, 'MALFORMED_ANSWER'],
  ['more given', { data: orderCall({ giveAmount: question.amountIn + 1n }) }, 'MALFORMED_ANSWER'],
  ['less taken', { data: orderCall({ takeAmount: answer.amountOut - 1n }) }, 'MALFORMED_ANSWER'],
  ['another token taken', { data: orderCall({ takeTokenAddress: sender }) }, 'MALFORMED_ANSWER'],
  ['another chain', { data: orderCall({ takeChainId: 10n }) }, 'MALFORMED_ANSWER'],
  ['somebody else paid', { data: orderCall({ receiverDst: sender }) }, 'MALFORMED_ANSWER'],
  ['somebody else may lower it', { data: orderCall({ givePatchAuthoritySrc: recipient }) }, 'MALFORMED_ANSWER'],
  ['somebody else may cancel', { data: orderCall({ orderAuthorityAddressDst: recipient }) }, 'MALFORMED_ANSWER'],
  ['somebody else refunded', { data: orderCall({ allowedCancelBeneficiarySrc: recipient }) }, 'MALFORMED_ANSWER'],
  ['a call besides', { data: orderCall({ externalCall: '0x12' }) }, 'MALFORMED_ANSWER'],
  ['a fee besides', { data: orderCall({}, `0x${'12'.repeat(52)}`) }, 'MALFORMED_ANSWER'],
  ['no order', { data: '0xa9059cbb' }, 'MALFORMED_ANSWER'],
  ['another contract', { to: '0x663DC15D3C1aC63ff12E45Ab68FeA3F0a883C251' }, 'UNSUPPORTED_ROUTE'],
  ['nothing to sign', { data: null }, 'MALFORMED_ANSWER'],
])('what is not the order that was quoted is not handed out: %s', async (_name, tx, code) => {
  const request = { ...question, sender, recipient, minAmountOut: answer.minAmountOut, quoted: answer };
  expect(await debridge.transaction(playBack(recordedJson(withTx(tx)), nowMs), request)).toMatchObject({ ok: false, error: { code } });
});

test('ether is paid as value, beside the fixed fee', async () => {
  const native = `0x${'0'.repeat(40)}`;
  const amountIn = 10n ** 18n;
  const step = (chain: string, type: string, given: bigint, left: bigint) => ({
    chain,
    tokenIn: native,
    tokenOut: native,
    amountIn: String(given),
    amountOut: String(left),
    type,
  });
  const side = (chainId: number, amount: bigint) => ({ address: native, chainId, decimals: 18, symbol: 'ETH', amount: String(amount) });
  const out = 999_200_000_000_000_000n;
  const changes = { giveTokenAddress: native, giveAmount: amountIn, takeTokenAddress: native, takeAmount: out, takeChainId: 10n };
  const body = {
    estimation: {
      srcChainTokenIn: side(1, amountIn),
      dstChainTokenOut: side(10, out),
      costsDetails: [
        step('1', 'DlnProtocolFee', amountIn, 999_600_000_000_000_000n),
        step('10', 'TakerMargin', 999_600_000_000_000_000n, out),
      ],
    },
    fixFee: '1000000000000000',
    tx: { to: DLN_SOURCE, data: orderCall(changes), value: String(amountIn + 10n ** 15n) },
  };
  const asked = { corridor: corridorNamed('ethereum:ETH>optimism:ETH'), amountIn };
  const built = await debridge.transaction(playBack(recordedJson(JSON.stringify(body)), nowMs), {
    ...asked,
    sender,
    recipient,
    minAmountOut: out,
    quoted: { amountOut: out, validUntilMs: nowMs + 1 },
  });
  expect(built).toMatchObject({ ok: true, value: { value: amountIn + 10n ** 15n, amountOut: out } });
  expect(built.ok && 'spender' in built.value).toBe(false);
});

test('an estimation is asked for without wallets, a transaction with them', async () => {
  const asked: URL[] = [];
  const context: BridgeContext = {
    ...playBack(recordedJson(withTx()), nowMs),
    endpoints: { debridge: 'http://dln/v1.0' },
    apiKeys: {},
    http: {
      request: async ({ url }) => {
        asked.push(new URL(url));
        return { kind: 'response', status: 200, headers: {}, body: withTx() };
      },
    },
  };
  await debridge.quote(context, question);
  await debridge.transaction(context, { ...question, sender, recipient, minAmountOut: 1n, quoted: answer });
  const common = {
    srcChainId: '1',
    srcChainTokenIn: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
    srcChainTokenInAmount: '1000000000',
    dstChainId: '42161',
    dstChainTokenOut: '0xaf88d065e77c8cC2239327C5EDb3A432268e5831',
    dstChainTokenOutAmount: 'auto',
    prependOperatingExpenses: 'false',
  };
  expect(asked.map(({ pathname }) => pathname)).toEqual(['/v1.0/dln/order/create-tx', '/v1.0/dln/order/create-tx']);
  expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toEqual(common);
  expect(Object.fromEntries(asked[1]?.searchParams ?? [])).toEqual({
    ...common,
    senderAddress: sender,
    dstChainTokenOutRecipient: recipient,
    srcChainOrderAuthorityAddress: sender,
    dstChainOrderAuthorityAddress: sender,
  });
});
