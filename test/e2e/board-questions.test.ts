import type { Page } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { bookChecksum } from '#core/domain/checksum.ts';
import type { ServerFrame } from '#schemas/api/feed.ts';
import { boardVisits, isWithoutBrowser, seriousViolationsInBoth, widthsOverflown } from './board-visits.ts';
import { takeTurn } from './take-turns.ts';

takeTurn('together');

const { visit } = boardVisits(inject('routebookUrl'));
/** A corridor that no other file turns or empties. */
const CORRIDOR = '#/optimism:USDC/base:USDC';
const HASH = `${CORRIDOR}/1000000000`;

const leads = (page: Page) => page.locator('[data-rank="1"]').waitFor();
const amount = (page: Page) => page.getByLabel('Amount', { exact: true });
const sends = (page: Page) => page.getByRole('button', { name: /^Send by/ });

describe.skipIf(isWithoutBrowser)('what is typed as an amount', () => {
  test('with a decimal comma is what was meant, and is asked about where it could be two', async () => {
    const { page, errors } = await visit({ path: `/${HASH}`, locale: 'de-DE' });
    await leads(page);
    await amount(page).fill('150,5');
    await expect.poll(() => page.url()).toContain(`${CORRIDOR}/150500000`);
    expect(await amount(page).inputValue()).toBe('150.5');
    await amount(page).fill('1,125');
    expect(await amount(page).getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('#amount-says').textContent()).toBe('Unclear: write 1125 or 1,1250');
    expect(page.url()).toContain(`${CORRIDOR}/150500000`);
    expect(errors).toEqual([]);
  });

  test.each(['', '0', 'ten'])('"%s" leaves a book that says what it is for, and of which nothing can be sent', async (text) => {
    const { page, errors } = await visit({ path: `/${HASH}` });
    await leads(page);
    await amount(page).fill(text);
    const leader = page.locator('.leader-label');
    await expect.poll(() => leader.textContent()).toBe('For 1,000 USDC on Base');
    expect(await page.locator('[data-other-amount]').textContent()).toContain('These routes are for 1,000 USDC.');
    for (const send of await sends(page).all()) expect(await send.isDisabled()).toBe(true);
    const rungs = page.getByRole('group', { name: 'Quick amounts' });
    expect(await rungs.locator('[aria-pressed="true"]').count()).toBe(0);
    await rungs.getByRole('button', { name: /^1,000/ }).click();
    expect(await amount(page).inputValue()).toBe('1000');
    expect(await leader.textContent()).toBe('You receive on Base');
    await expect.poll(() => sends(page).first().isEnabled()).toBe(true);
    expect(errors).toEqual([]);
  });
});

describe.skipIf(isWithoutBrowser)('a corridor', () => {
  test('of any two assets can be picked, and one that nobody serves says why', async () => {
    const { page, errors } = await visit({ path: `/${HASH}` });
    await leads(page);
    await page.getByLabel('To: chain').selectOption('polygon');
    await expect.poll(() => page.url()).toContain('#/optimism:USDC/polygon:USDC/1000000000');
    await page.getByLabel('From: chain').selectOption('avalanche');
    await page.getByLabel('From: asset').selectOption('AVAX');
    await expect.poll(() => page.url()).toMatch(/#\/avalanche:AVAX\/polygon:[A-Z]+\/[1-9]\d+$/);
    await page.locator('[data-excluded="across"]').waitFor();
    await expect.poll(() => page.locator('.leader-line').textContent()).toContain('No bridge carries this amount');
    expect(await page.getByRole('group', { name: 'Quick amounts' }).getByRole('button').count()).toBe(4);
    expect(errors).toEqual([]);
  });

  test('that a link names is the one that is shown, whether or not it is on the ladder', async () => {
    const { page } = await visit({ path: '/#/polygon:POL/avalanche:AVAX/5000000000000000000' });
    await page.locator('[data-excluded="across"]').waitFor();
    expect(await page.getByLabel('From: chain').inputValue()).toBe('polygon');
    expect(await page.getByLabel('To: asset').inputValue()).toBe('AVAX');
    expect(await page.locator('[data-unknown-link]').count()).toBe(0);
    expect(page.url()).toContain('#/polygon:POL/avalanche:AVAX/5000000000000000000');
  });

  test('that no link names is the one it opens with, and nothing is said of links', async () => {
    const { page, errors } = await visit({ path: '/' });
    await leads(page);
    expect(await page.locator('[data-unknown-link]').count()).toBe(0);
    expect(errors).toEqual([]);
  });

  test.each(['garbage', 'ethereum:USDC/base:DOGE/5', 'optimism:USDC/base:USDC/1e9'])(
    'that a link names and nobody knows is said to be unknown, and the address says what is shown: %s',
    async (asked) => {
      const { page, errors } = await visit({ path: `/#/${asked}` });
      await page.locator(`[data-unknown-link="${asked}"]`).waitFor();
      await expect.poll(() => page.url()).toMatch(/#\/[a-z]+:USDC\/[a-z]+:USDC\/[1-9]\d+$/);
      expect(await page.locator(`[data-unknown-link="${asked}"]`).textContent()).toContain('is not known here. Showing ');
      await page.getByRole('group', { name: 'Quick amounts' }).getByRole('button').nth(2).click();
      await expect.poll(() => page.locator('[data-unknown-link]').count()).toBe(0);
      expect(errors).toEqual([]);
    },
  );
});

test.skipIf(isWithoutBrowser)(
  'a link that nobody knows and an amount that is none: axe finds nothing serious in light or dark',
  async () => {
    const { page } = await visit({ path: '/#/garbage' });
    await page.locator('[data-unknown-link]').waitFor();
    await leads(page);
    await amount(page).fill('');
    await page.locator('[data-other-amount]').waitFor();
    expect(await seriousViolationsInBoth(page)).toEqual([]);
  },
);

/** Makes the feed's books deliver an amount that no bridge here carries, checksum and all. What would change a book again is kept back. */
const deliver = (amountOut: string) => (page: Page) =>
  page.routeWebSocket(/\/ws\/v1$/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((text) => server.send(text));
    server.onMessage((text) => {
      const frame = JSON.parse(String(text)) as ServerFrame;
      if (frame.type === 'delta' || frame.type === 'heartbeat') return;
      if (frame.type !== 'snapshot') return socket.send(text);
      const routes = frame.routes.map((route) => ({ ...route, amountOut, amountOutUsd: amountOut }));
      socket.send(JSON.stringify({ ...frame, routes, checksum: bookChecksum(routes) }));
    });
  });

describe.skipIf(isWithoutBrowser)('an amount of any length', () => {
  test.each([
    ['123456789123456', '123,456,789.123456', '123,456,789.1234'],
    ['9'.repeat(36), '9.9999 × 10²⁹', '9.9999 × 10²⁹'],
  ])('is on every screen, as far as there is room for it: %s', async (amountOut, headline, inRow) => {
    const { page, errors } = await visit({ path: `/${HASH}`, before: deliver(amountOut) });
    await leads(page);
    expect(await page.locator('.leader-amount').textContent()).toContain(headline);
    expect(await page.locator('.route-out-amount').first().textContent()).toContain(inRow);
    const whole = BigInt(amountOut.slice(0, -6)).toLocaleString('en-US');
    expect(await page.locator('.leader-whole').getAttribute('title')).toBe(`${whole}.${amountOut.slice(-6)}`);
    expect(await widthsOverflown(page, [1_920, 1_440, 390, 360])).toEqual([]);
    for (const width of [1_920, 1_440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const cut = await page
        .locator('.leader-amount, .route > td')
        .evaluateAll((all) => all.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map(({ className }) => className));
      expect({ width, cut }).toEqual({ width, cut: [] });
    }
    await amount(page).fill(amountOut);
    await expect.poll(() => page.url()).toContain(`/${amountOut}`);
    expect(await widthsOverflown(page, [1_440, 390])).toEqual([]);
    expect(errors).toEqual([]);
  });
});
