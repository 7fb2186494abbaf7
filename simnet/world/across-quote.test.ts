import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ASSETS, type Asset, assetById } from '#core/domain/asset.ts';
import { lpShare, RATE_MODEL } from './across-pools.ts';
import { acrossQuote } from './across-quote.ts';
import { feeZones } from './stargate-fees.ts';
import type { World } from './world.ts';

const worldOf = (seed: string, set: Partial<World> = {}): World => ({
  seed,
  dial: () => undefined,
  priceFactor: () => 1,
  drained: () => false,
  ...set,
});
const asset = (id: string): Asset => {
  const found = assetById(id);
  if (found === undefined) throw new Error(`no asset ${id}`);
  return found;
};

const pairs = ASSETS.filter(({ symbol }) => ['USDC', 'USDT', 'WETH', 'DAI'].includes(symbol)).flatMap((from) =>
  ASSETS.filter(({ symbol, chainId }) => symbol === from.symbol && chainId !== from.chainId).map((to) => ({ from, to })),
);
const step = fc.nat(5_000_000);

test('the parts of every quote add up, whatever the route, amount and time', () => {
  fc.assert(
    fc.property(fc.constantFrom(...pairs), fc.bigInt({ min: 1n, max: 10n ** 27n }), step, (pair, amount, at) => {
      const quote = acrossQuote(worldOf('sums'), { ...pair, amount }, at);
      expect(quote.total).toBe(quote.capitalFee + quote.lpFee + quote.gasFee);
      expect(quote.output).toBe(amount - quote.total);
      for (const part of [quote.capitalFee, quote.lpFee, quote.gasFee]) expect(part).toBeGreaterThanOrEqual(0n);
      expect(quote.fillSeconds).toBeGreaterThanOrEqual(1);
    }),
  );
});

test('limits are in order, and an amount at the least leaves something', () => {
  fc.assert(
    fc.property(fc.constantFrom(...pairs), step, (pair, at) => {
      const { limits } = acrossQuote(worldOf('limits'), { ...pair, amount: 1n }, at);
      expect(limits.instant <= limits.shortDelay && limits.shortDelay <= limits.max).toBe(true);
      expect(acrossQuote(worldOf('limits'), { ...pair, amount: limits.min }, at).output).toBeGreaterThan(0n);
    }),
  );
});

test('the same seed and step give the same answer, another seed another', () => {
  const question = { from: asset('ethereum:USDC'), to: asset('base:USDC'), amount: 10n ** 11n };
  expect(acrossQuote(worldOf('one'), question, 777)).toEqual(acrossQuote(worldOf('one'), question, 777));
  expect(acrossQuote(worldOf('one'), question, 777)).not.toEqual(acrossQuote(worldOf('other'), question, 777));
});

test('over what relayers hold it is slow, from Polygon slower', () => {
  const amount = 10n ** 12n;
  const limit = { dial: (name: string) => (name === 'across.limit' ? 5 : undefined) };
  const seconds = (from: string, to: string) =>
    acrossQuote(worldOf('slow', limit), { from: asset(from), to: asset(to), amount }, 1).fillSeconds;
  expect([seconds('base:USDC', 'arbitrum:USDC'), seconds('polygon:USDC', 'arbitrum:USDC')]).toEqual([900, 1_800]);
});

test('a dial sets the fee exactly, for ether under either name', () => {
  const world = worldOf('dial', {
    dial: (name, target) => (name === 'across.feeBps' && target === 'base:WETH>optimism:WETH' ? 12.5 : undefined),
  });
  const quote = acrossQuote(world, { from: asset('base:WETH'), to: asset('optimism:WETH'), amount: 10n ** 18n }, 5);
  expect([quote.capitalFee, quote.lpFee]).toEqual([125n * 10n ** 13n, 0n]);
});

test('lending dearer the more is lent, with a kink', () => {
  expect(lpShare(RATE_MODEL, 0)).toBe(0);
  expect(lpShare(RATE_MODEL, 0.8) * 52).toBeCloseTo(0.012);
  expect(lpShare(RATE_MODEL, 1) * 52).toBeCloseTo(0.072);
  expect(lpShare(RATE_MODEL, 7)).toBe(lpShare(RATE_MODEL, 1));
});

/** What Stargate pays out, as FeeLibV1 reckons it, in shared decimals. */
const stargateOutput = (world: World, from: Asset, to: Asset, amount: bigint, at: number): bigint => {
  const { upToZone1, upToZone2, beyond } = feeZones(world, { symbol: 'USDC', from: from.chainId, to: to.chainId }, at);
  const rate = amount <= 50_000_000_000n ? upToZone1 : amount <= 250_000_000_000n ? upToZone2 : beyond;
  return amount - (amount * BigInt(rate)) / 1_000_000n - 1n;
};

test('either bridge pays more on some corridors and amounts, and on one corridor now this one, now that', () => {
  const world = worldOf('routebook');
  const slugs = ['ethereum', 'optimism', 'base', 'arbitrum'];
  const questions = slugs.flatMap((from) =>
    slugs
      .filter((to) => to !== from)
      .flatMap((to) =>
        [100n, 1_000n, 10_000n, 100_000n].map((usd) => ({
          from: asset(`${from}:USDC`),
          to: asset(`${to}:USDC`),
          amount: usd * 1_000_000n,
        })),
      ),
  );
  const acrossWins = (question: (typeof questions)[number], at: number): boolean =>
    acrossQuote(world, question, at).output > stargateOutput(world, question.from, question.to, question.amount, at);
  const now = questions.filter((question) => acrossWins(question, 0)).length / questions.length;
  expect(now).toBeGreaterThan(0.2);
  expect(now).toBeLessThan(0.8);
  const hour = Array.from({ length: 60 }, (_, minute) => minute * 60);
  const changing = questions.filter((question) => new Set(hour.map((at) => acrossWins(question, at))).size === 2).length;
  expect(changing / questions.length).toBeGreaterThan(0.3);
});
