import { expect, test } from 'vitest';
import { checkAnswer } from '#bridges/_kit/check-answer.ts';
import type { BridgeContext } from '#bridges/_kit/port.ts';
import { bungee } from '#bridges/bungee/bungee.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import type { Answer } from '../../upstream/answer.ts';
import { acrossQuote } from '../../world/across-quote.ts';
import type { World } from '../../world/world.ts';
import { contextOn } from '../_kit/testing/context-on.ts';
import { createBungeeApi } from './bungee-api.ts';
import { bungeeQuoteFaults } from './bungee-faults.ts';

/** The adapter on the simulator, without a socket between them. */
const world: World = { seed: 'bungee', dial: () => undefined, priceFactor: () => 1, drained: () => false };
const nowMs = 1_800_000_000_000;
const api = createBungeeApi({ world, step: () => 60, nowMs: () => nowMs, links: [] });
const contextOf = (spoil?: (answer: Answer) => Answer): BridgeContext => contextOn(api, nowMs, spoil);
const questionOf = (id: string, amountIn: bigint) => ({ corridor: corridorNamed(id), amountIn });
const usdc = questionOf('ethereum:USDC>arbitrum:USDC', 1_000_000_000n);

test.each([
  ['ethereum:USDC>arbitrum:USDC', 1_000_000_000n, 'USDC'],
  ['base:WETH>optimism:WETH', 10n ** 18n, 'WETH'],
  ['ethereum:ETH>optimism:ETH', 10n ** 18n, 'WETH'],
])('%s: the route is Across’s own quote for what its fee leaves, from the same world', async (id, amountIn, carried) => {
  const question = questionOf(id, amountIn);
  const given = await bungee.quote(contextOf(), question);
  const { from, to } = question.corridor;
  const pair = questionOf(`${from.id.split(':')[0]}:${carried}>${to.id.split(':')[0]}:${carried}`, amountIn).corridor;
  const fee = (amountIn * 20n) / 10_000n;
  const { output } = acrossQuote(world, { from: pair.from, to: pair.to, amount: amountIn - fee }, 60);
  const fees = expect.arrayContaining([{ kind: 'integrator', asset: from.id, amount: fee }]);
  expect(given).toMatchObject({ ok: true, value: { amountOut: output, minAmountOut: output, via: 'Across', fees } });
  if (given.ok) expect(checkAnswer({ question, answer: given.value, observedAtMs: nowMs }).ok).toBe(true);
});

test.each([
  ['a token', usdc],
  ['coin', questionOf('ethereum:ETH>optimism:ETH', 10n ** 18n)],
])('what it builds for %s pays whom and what was asked', async (_name, question) => {
  const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
  const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
  const quoted = await bungee.quote(contextOf(), question);
  if (!quoted.ok) throw new Error(quoted.error.detail);
  const { amountOut, minAmountOut } = quoted.value;
  const request = { ...question, sender, recipient, minAmountOut, quoted: quoted.value };
  const value = question.corridor.from.symbol === 'ETH' ? question.amountIn : 0n;
  expect(await bungee.transaction(contextOf(), request)).toMatchObject({ ok: true, value: { amountOut, value } });
});

test.each([
  ['an amount too low', questionOf('ethereum:USDC>arbitrum:USDC', 1n), 'AMOUNT_TOO_LOW'],
  ['an amount too high', questionOf('ethereum:USDC>arbitrum:USDC', 10n ** 18n), 'AMOUNT_TOO_HIGH'],
  ['another token', questionOf('ethereum:USDC>arbitrum:USDT', 1_000_000n), 'UNSUPPORTED_ROUTE'],
])('%s is refused by name', async (_name, question, code) => {
  expect(await bungee.quote(contextOf(), question)).toMatchObject({ ok: false, error: { code } });
});

test.each(['wrong-decimals', 'wrong-token', 'ten-times'] as const)('the fault %s gives no route', async (fault) => {
  const spoil = bungeeQuoteFaults[fault];
  if (spoil === undefined) throw new Error('no such fault');
  expect(await bungee.quote(contextOf(spoil), usdc)).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER' } });
});

test('its list makes corridors, and a quote that nobody asked for is not found', async () => {
  const given = await bungee.corridors(contextOf());
  expect(given.ok && given.value).toContainEqual({ from: 'ethereum:USDC', to: 'base:USDC' });
  const ask = { originChainId: 1, id: `0x${'1'.repeat(64)}` };
  expect(await bungee.status?.(contextOf(), ask)).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
});
