import { expect, test } from 'vitest';
import { dialTarget, etherAsWeth } from './dials.ts';

test('ether and wrapped ether are one corridor to Across', () => {
  expect(etherAsWeth('ethereum:ETH>base:ETH')).toBe('ethereum:WETH>base:WETH');
  expect(etherAsWeth('ethereum:WETH>base:WETH')).toBe('ethereum:WETH>base:WETH');
  expect(dialTarget('across.feeBps', 'base:ETH>arbitrum:ETH')).toEqual({ ok: true, target: 'base:WETH>arbitrum:WETH' });
});

test('a target is what the dial is about, in any of its names', () => {
  expect(dialTarget('price.usd', 'avax')).toEqual({ ok: true, target: 'avalanche-2' });
  expect(dialTarget('gas.gwei', '42161')).toEqual({ ok: true, target: 'arbitrum' });
  expect(dialTarget('stargate.feeBps', 'base:USDC>arbitrum:USDC').ok).toBe(true);
});

test.each([
  ['across.feeBps', 'base:USDC'],
  ['stargate.feeBps', 'base:USDT>arbitrum:USDT'],
  ['stargate.feeBps', 'base:USDC>arbitrum:USDT'],
  ['stargate.feeBps', 'base:DAI>arbitrum:DAI'],
  ['price.usd', 'DOGE'],
  ['gas.gwei', 'moon'],
] as const)('%s has no target %s', (name, target) => {
  expect(dialTarget(name, target).ok).toBe(false);
});
