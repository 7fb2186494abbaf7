import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHAINS } from '#core/domain/chain.ts';
import { baseFeeWei, PRICE_IDS, priceUsd } from './market.ts';
import { messageFeeWei } from './stargate-fees.ts';
import { stepAt, type World } from './world.ts';

const calm: World = { seed: 'market', dial: () => undefined, priceFactor: () => 1, drained: () => false };

test('stables stay within 0.2 % of one, every price and base fee is positive', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), (step) => {
      for (const id of PRICE_IDS) expect(priceUsd(calm, id, step)).toBeGreaterThan(0);
      for (const id of ['usd-coin', 'tether', 'dai']) expect(Math.abs((priceUsd(calm, id, step) ?? 0) - 1)).toBeLessThan(0.002);
      for (const { chainId } of CHAINS) expect(baseFeeWei(calm, chainId, step)).toBeGreaterThan(0n);
    }),
  );
});

test('an unknown coin has no price; a dial and a shock both count', () => {
  expect(priceUsd(calm, 'dogecoin', 1)).toBeUndefined();
  const shocked: World = {
    ...calm,
    dial: (name, target) => (name === 'price.usd' && target === 'ethereum' ? 2_000 : undefined),
    priceFactor: () => 0.5,
  };
  expect(priceUsd(shocked, 'ethereum', 1)).toBe(1_000);
});

test('a message to Ethereum costs more than one to Base, in the coin of the origin', () => {
  expect(messageFeeWei(calm, 10, 1, 9)).toBeGreaterThan(messageFeeWei(calm, 10, 8453, 9));
  // POL is worth far less than ether, so the same carriage takes far more of it.
  expect(messageFeeWei(calm, 137, 8453, 9)).toBeGreaterThan(messageFeeWei(calm, 10, 8453, 9) * 1_000n);
});

test('the clock ticks once a second and never before its beginning', () => {
  expect([stepAt(1_000, 500), stepAt(1_000, 1_999), stepAt(1_000, 2_000)]).toEqual([0, 0, 1]);
});
