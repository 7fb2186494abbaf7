import { expect, test } from 'vitest';
import { checkAnswer } from '#bridges/_kit/check-answer.ts';
import type { BridgeContext } from '#bridges/_kit/port.ts';
import { lifi } from '#bridges/lifi/lifi.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import type { Answer } from '../../upstream/answer.ts';
import { acrossQuote } from '../../world/across-quote.ts';
import type { World } from '../../world/world.ts';
import { contextOn } from '../_kit/testing/context-on.ts';
import { createLifiApi } from './lifi-api.ts';
import { lifiQuoteFaults } from './lifi-faults.ts';

/** The adapter on the simulator, without a socket between them. */
const world: World = { seed: 'lifi', dial: () => undefined, priceFactor: () => 1, drained: () => false };
const nowMs = 1_800_000_000_000;
const api = createLifiApi({ world, step: () => 60, nowMs: () => nowMs, links: [] });
const contextOf = (spoil?: (answer: Answer) => Answer): BridgeContext => contextOn(api, nowMs, spoil);
const questionOf = (id: string, amountIn: bigint) => ({ corridor: corridorNamed(id), amountIn });
const usdc = questionOf('ethereum:USDC>arbitrum:USDC', 1_000_000_000n);

test.each([
  ['ethereum:USDC>arbitrum:USDC', 1_000_000_000n, 'USDC'],
  ['base:WETH>optimism:WETH', 10n ** 18n, 'WETH'],
  ['ethereum:ETH>optimism:ETH', 10n ** 18n, 'WETH'],
])('%s: the pick is Across’s own quote, from the same world', async (id, amountIn, carried) => {
  const question = questionOf(id, amountIn);
  const given = await lifi.quote(contextOf(), question);
  const { from, to } = question.corridor;
  const pair = questionOf(`${from.id.split(':')[0]}:${carried}>${to.id.split(':')[0]}:${carried}`, amountIn).corridor;
  const quote = acrossQuote(world, { from: pair.from, to: pair.to, amount: amountIn }, 60);
  expect(given).toMatchObject({ ok: true, value: { amountOut: quote.output, minAmountOut: quote.output, via: 'AcrossV3' } });
  if (given.ok) expect(checkAnswer({ question, answer: given.value, observedAtMs: nowMs }).ok).toBe(true);
});

test('what it builds pays whom and what was asked', async () => {
  const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
  const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
  const quoted = await lifi.quote(contextOf(), usdc);
  if (!quoted.ok) throw new Error(quoted.error.detail);
  const request = { ...usdc, sender, recipient, minAmountOut: quoted.value.minAmountOut, quoted: quoted.value };
  expect(await lifi.transaction(contextOf(), request)).toMatchObject({ ok: true, value: { amountOut: quoted.value.amountOut, value: 0n } });
});

test.each([
  ['an amount too low', questionOf('ethereum:USDC>arbitrum:USDC', 1n), 'AMOUNT_TOO_LOW'],
  ['an amount too high', questionOf('ethereum:USDC>arbitrum:USDC', 10n ** 18n), 'AMOUNT_TOO_HIGH'],
  ['another token', questionOf('ethereum:USDC>arbitrum:USDT', 1_000_000n), 'UNSUPPORTED_ROUTE'],
])('%s is refused by name', async (_name, question, code) => {
  expect(await lifi.quote(contextOf(), question)).toMatchObject({ ok: false, error: { code } });
});

test.each([
  ['wrong-decimals', 'MALFORMED_ANSWER'],
  ['wrong-token', 'MALFORMED_ANSWER'],
  ['ten-times', 'IMPLAUSIBLE_ANSWER'],
] as const)('the fault %s gives no route', async (fault, code) => {
  const spoil = lifiQuoteFaults[fault];
  if (spoil === undefined) throw new Error('no such fault');
  expect(await lifi.quote(contextOf(spoil), usdc)).toMatchObject({ ok: false, error: { code } });
});

test('its list makes corridors, and a transaction that nobody sent is not found', async () => {
  const given = await lifi.corridors(contextOf());
  expect(given.ok && given.value).toContainEqual({ from: 'ethereum:USDC', to: 'base:USDC' });
  const hash = `0x${'1'.repeat(64)}`;
  const status = await lifi.status?.(contextOf(), { originChainId: 1, transactionHash: hash });
  expect(status).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
});
