import { describe, expect, test } from 'vitest';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import { changedJson } from '../_kit/testing/changed-json.ts';
import { debridge } from './debridge.ts';
import { fixture, nowMs, sender } from './testing/sample-order.ts';

describe('ether sold for USDC, carried as USDC', () => {
  interface Estimation {
    srcChainTokenIn: Record<string, unknown>;
    srcChainTokenOut: Record<string, unknown>;
    dstChainTokenOut: Record<string, unknown>;
    costsDetails: Record<string, unknown>[];
  }
  const native = `0x${'0'.repeat(40)}`;
  const asked = { corridor: corridorNamed('arbitrum:ETH>polygon:USDC'), amountIn: 10n ** 17n };
  /** The documented answer for ether in place of ARB, ended before its second swap. */
  const sold = (change: (estimation: Estimation) => unknown = () => {}): string =>
    changedJson(fixture('create-tx.arb-to-matic'), (body: { estimation: Estimation; tx?: unknown }) => {
      Reflect.deleteProperty(body, 'tx');
      const { estimation } = body;
      Object.assign(estimation.srcChainTokenIn, { address: native, symbol: 'ETH', amount: String(asked.amountIn) });
      Object.assign(estimation.costsDetails[0] as object, { tokenIn: native, amountIn: String(asked.amountIn) });
      estimation.costsDetails.splice(5);
      const usdc = { address: '0x3c499c542cef5e3811e1192ce70d8cc03d5c3359', symbol: 'USDC', decimals: 6 };
      const out = { amount: '336476680', recommendedAmount: '336476680', maxTheoreticalAmount: '336509542' };
      Object.assign(estimation.dstChainTokenOut, usdc, out, { approximateUsdValue: 336.47668 });
      change(estimation);
    });
  const quoted = async (body: string) => debridge.quote(playBack(recordedJson(body), nowMs), asked);
  const wei = (told: Record<string, unknown>): void => {
    for (const key of ['amount', 'recommendedAmount', 'maxTheoreticalAmount', 'amountIn', 'amountOut', 'feeAmount']) {
      if (typeof told[key] === 'string') told[key] = `${told[key]}${'0'.repeat(12)}`;
    }
    if (typeof told.payload === 'object' && told.payload !== null) wei(told.payload as Record<string, unknown>);
  };
  const costsOn = (chain: string, { costsDetails }: Estimation) => costsDetails.filter((one) => one.chain === chain);

  test('is read', async () => {
    expect(await quoted(sold())).toMatchObject({ ok: true, value: { amountOut: 336_476_680n } });
  });

  test.each<[string, (estimation: Estimation) => unknown]>([
    ['every amount on Polygon in wei', (estimation) => [...costsOn('137', estimation), estimation.dstChainTokenOut].map(wei)],
    [
      'the costs in USDC on Arbitrum in wei',
      (estimation) => {
        const costs = costsOn('42161', estimation);
        Object.assign(costs[0] as object, { amountOut: `${costs[0]?.amountOut}${'0'.repeat(12)}` });
        costs.slice(1).map(wei);
      },
    ],
    ['what the swap leaves in wei', ({ srcChainTokenOut }) => wei(srcChainTokenOut)],
    ['what the swap leaves in another token', ({ srcChainTokenOut }) => Object.assign(srcChainTokenOut, { address: sender })],
    ['what the swap leaves with other decimals', ({ srcChainTokenOut }) => Object.assign(srcChainTokenOut, { decimals: 18 })],
    ['far more worth out than in', ({ srcChainTokenIn }) => Object.assign(srcChainTokenIn, { approximateUsdValue: 300 })],
  ])('is refused: %s', async (_name, change) => {
    expect(await quoted(sold(change))).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER' } });
  });
});
