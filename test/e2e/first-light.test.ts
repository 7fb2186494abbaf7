import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { createRestClient } from '#sdk/rest-client.ts';
import { launchBrowser } from '#test/support/browser.ts';
import { simnetCommand } from '#test/support/simnet-command.ts';
import { type Frame, openFeed, type RawFeed } from './raw-feed.ts';
import { takeTurn } from './take-turns.ts';

takeTurn('alone');

const base = inject('routebookUrl');
const dataDir = inject('routebookDataDir');
const isWithoutBrowser = inject('chromiumPath') === '';
const rest = createRestClient({ url: base });
const simnet = (...words: string[]) => simnetCommand(dataDir, ...words);

/** A corridor that no other test looks at, so that nothing else changes meanwhile. */
const FROM = 'base:USDC';
const TO = 'optimism:USDC';
const CORRIDOR = `${FROM}>${TO}`;
const AMOUNT = '2500000000';

let browser: Browser | undefined;
let feed: RawFeed | undefined;
beforeAll(async () => {
  if (!isWithoutBrowser) browser = await launchBrowser();
});
afterEach(async () => {
  feed?.close();
  feed = undefined;
  await simnet('unset');
  await simnet('clear');
});
afterAll(() => browser?.close());

const leaderOf = (frame: Frame): string | undefined => (frame.order as string[] | undefined)?.[0];

describe('an upstream that changes', () => {
  test('is seen as a new rank on the WebSocket', async () => {
    await simnet('set', 'across.feeBps', '--corridor', CORRIDOR, '--value', '1');
    feed = await openFeed(base);
    feed.send({ op: 'subscribe', id: '1', channel: 'routes', params: { from: FROM, to: TO, amountIn: AMOUNT } });
    await feed.next((frame) => leaderOf(frame)?.startsWith('across') === true);
    await simnet('set', 'across.feeBps', '--corridor', CORRIDOR, '--value', '400');
    const delta = await feed.next((frame) => leaderOf(frame)?.startsWith('stargate') === true);
    expect(delta.type).toBe('delta');
    await simnet('set', 'across.feeBps', '--corridor', CORRIDOR, '--value', '1');
    await feed.next((frame) => leaderOf(frame)?.startsWith('across') === true);
  });

  test.skipIf(isWithoutBrowser)('is seen as a new leader in the browser, without a reload', async () => {
    await simnet('set', 'across.feeBps', '--corridor', CORRIDOR, '--value', '1');
    const page = await (browser as Browser).newPage();
    await page.goto(`${base}/#/${FROM}/${TO}/${AMOUNT}`);
    await page.locator('[data-rank="1"][data-route^="across"]').waitFor();
    await simnet('set', 'across.feeBps', '--corridor', CORRIDOR, '--value', '400');
    await page.locator('[data-rank="1"][data-route^="stargate"]').waitFor();
    await page.close();
  });
});

describe('an upstream that fails', () => {
  const quoteAnew = () =>
    rest.quote({ from: FROM, to: TO, amountIn: String(3_000_000_000 + Math.floor(Math.random() * 1_000_000_000)), maxWaitMs: 3_000 });

  test.each([
    [['error', '--provider', 'across', '--status', '503'], 'across', 'UPSTREAM_ERROR'],
    [['rate-limit', '--provider', 'across', '--retry-after-seconds', '1'], 'across', 'RATE_LIMITED'],
    [['malformed', '--provider', 'across', '--kind', 'html'], 'across', 'MALFORMED_ANSWER'],
    [['malformed', '--provider', 'across', '--kind', 'truncated'], 'across', 'MALFORMED_ANSWER'],
    [['malformed', '--provider', 'across', '--kind', 'wrong-types'], 'across', 'MALFORMED_ANSWER'],
    [['wrong-decimals', '--provider', 'across'], 'across', 'MALFORMED_ANSWER'],
    [['wrong-token', '--provider', 'across'], 'across', 'MALFORMED_ANSWER'],
    [['ten-times', '--provider', 'across'], 'across', 'IMPLAUSIBLE_ANSWER'],
    [['drained', '--provider', 'stargate'], 'stargate', 'INSUFFICIENT_LIQUIDITY'],
  ])('by %s has a failure with a code and no route, and the other bridge is served as before', async (fault, bridge, code) => {
    await simnet('fault', ...fault);
    const failing = await quoteAnew();
    expect(failing.excluded).toMatchObject([{ bridge, reason: code }]);
    expect(failing.routes.map(({ legs }) => legs[0]?.venue)).toEqual([bridge === 'across' ? 'stargate' : 'across']);
    await simnet('clear');
    await expect.poll(async () => (await quoteAnew()).routes.length, { timeout: 60_000, interval: 500 }).toBe(2);
  });

  test('by hanging is named as pending when the caller’s time is up, and as a time-out in the book afterwards', async () => {
    await simnet('fault', 'hang', '--provider', 'across');
    const amountIn = '4242000000';
    const hasty = await rest.quote({ from: FROM, to: TO, amountIn, maxWaitMs: 1_000 });
    expect(hasty.pending).toEqual(['across']);
    expect(hasty.routes).toHaveLength(1);
    await expect
      .poll(async () => (await rest.quote({ from: FROM, to: TO, amountIn, maxWaitMs: 0 })).excluded, { timeout: 60_000, interval: 300 })
      .toMatchObject([{ bridge: 'across', reason: 'UPSTREAM_TIMEOUT' }]);
  });
});
