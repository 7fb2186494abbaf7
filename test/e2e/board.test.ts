import type { Page } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import type { Weights } from '#core/domain/route.ts';
import { rerank } from '#core/ranking/rerank.ts';
import { createRestClient } from '#sdk/rest-client.ts';
import { type CuttableProxy, startCuttableProxy } from '#test/support/cuttable-proxy.ts';
import { boardVisits, isWithoutBrowser, SHIFT_MAX, seriousViolationsInBoth, shiftOf, widthsOverflown } from './board-visits.ts';
import { takeTurn } from './take-turns.ts';

takeTurn('together');

const base = inject('routebookUrl');
const rest = createRestClient({ url: base });
const FROM = 'ethereum:USDC';
const TO = 'arbitrum:USDC';
const CORRIDOR = `${FROM}>${TO}`;
const THOUSAND = '1000000000';
const HASH = `#/${FROM}/${TO}/${THOUSAND}`;
/** A demanded book is asked for every few seconds; this is several rounds. */
const SOON = { timeout: 60_000, interval: 200 };

const { visit, atEnd } = boardVisits(base);

const liveBook = async (page: Page): Promise<void> => {
  await page.locator('[data-connection="live"]').waitFor();
  await page.locator('[data-book-status="live"]').waitFor();
  await page.locator('[data-rank="1"]').waitFor();
};

/** What the page shows: routes first to last, each with its total as printed. */
const shown = (page: Page) =>
  page.locator('[data-route]').evaluateAll((rows) =>
    rows.map((row) => ({
      routeId: row.getAttribute('data-route'),
      total: row.querySelector('.route-score .route-figure')?.textContent,
      amountOut: row.querySelector('.route-out-amount')?.textContent?.replace(/[^\d.]/g, ''),
    })),
  );

const versionShown = async (page: Page) => Number(await page.locator('.book').getAttribute('data-version'));

describe.skipIf(isWithoutBrowser)('the board', () => {
  test('shows the same book as REST: routes, order, amounts and scores', async () => {
    const { page, errors } = await visit({ path: `/${HASH}` });
    await liveBook(page);
    await expect
      .poll(async () => {
        const book = await rest.book(CORRIDOR, THOUSAND);
        const rows = await shown(page);
        if ((await versionShown(page)) !== book.version || rows.length === 0) return 'another version';
        const expected = book.routes.map(({ routeId, score, amountOut }) => ({
          routeId,
          total: score.total.toFixed(1),
          amountOut: `${amountOut.slice(0, -6)}.${amountOut.slice(-6)}`,
        }));
        expect(rows).toEqual(expected);
        return 'the same book';
      }, SOON)
      .toBe('the same book');
    expect(await page.title()).toMatch(/^\d[\d,.]* USDC · Routebook$/);
    expect(errors).toEqual([]);
  });

  test('changes the book with the amount, and keeps it in the address', async () => {
    const { page, errors } = await visit({ path: `/${HASH}` });
    await liveBook(page);
    await page.getByRole('group', { name: 'Quick amounts' }).getByRole('button').nth(2).click();
    await expect.poll(() => page.url().endsWith(HASH)).toBe(false);
    const amountIn = BigInt(page.url().split('/').at(-1) ?? '0');
    expect(amountIn).toBeGreaterThan(BigInt(THOUSAND));
    await expect
      .poll(
        async () => BigInt((await page.locator('[data-leader-amount]').getAttribute('data-leader-amount')) || '0') > amountIn / 2n,
        SOON,
      )
      .toBe(true);

    await page.getByLabel('Amount', { exact: true }).fill('250.5');
    await expect.poll(() => page.url()).toContain('/250500000');
    await expect.poll(() => page.locator('[data-leader-amount]').getAttribute('data-leader-amount'), SOON).toMatch(/^2[45]\d{7}$/);
    await page.goBack();
    await expect.poll(() => page.url()).toContain(`/${amountIn}`);
    expect(errors).toEqual([]);
  });

  test('places the routes anew when a weight is moved by keyboard, from the parts alone', async () => {
    const { page } = await visit({ path: `/${HASH}` });
    await liveBook(page);
    for (const [part, key] of [
      ['speed', 'End'],
      ['cost', 'Home'],
      ['reliability', 'Home'],
      ['liquidity', 'Home'],
    ] as const) {
      await page.locator(`#weight-${part}`).focus();
      await page.keyboard.press(key);
    }
    const weights: Weights = { cost: 0, speed: 100, reliability: 0, liquidity: 0 };
    await expect
      .poll(async () => {
        const book = await rest.book(CORRIDOR, THOUSAND);
        const rows = await shown(page);
        if ((await versionShown(page)) !== book.version) return 'another version';
        const expected = rerank(book.routes, weights).map(({ route, total }) => ({ routeId: route.routeId, total: total.toFixed(1) }));
        expect(rows.map(({ routeId, total }) => ({ routeId, total }))).toEqual(expected);
        return 'by speed alone';
      }, SOON)
      .toBe('by speed alone');
    expect(page.url()).toContain('weigh=0-100-0-0');
    await page.getByRole('button', { name: 'best' }).click();
    await expect.poll(() => page.url()).not.toContain('weigh');
  });

  test('turns the corridor round, keeps a chosen theme over a reload, and opens a shared view as it was', async () => {
    const { page, errors } = await visit({ path: `/${HASH}?weigh=fastest` });
    await liveBook(page);
    expect(await page.getByRole('button', { name: 'fastest' }).getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'Swap direction' }).press('Enter');
    await expect.poll(() => page.url()).toContain(`#/${TO}/${FROM}/`);
    expect(await page.getByLabel('From: chain').inputValue()).toBe('arbitrum');
    await page.getByRole('button', { name: 'Switch to light' }).press('Enter');
    await page.reload();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
    await liveBook(page);
    expect(errors).toEqual([]);
  });

  test('says that the connection is gone and that its book is old, and is live again when the wire is mended', async () => {
    const proxy: CuttableProxy = await startCuttableProxy(base);
    atEnd(proxy.close);
    const { page } = await visit({ path: `/${HASH}`, url: proxy.url });
    await liveBook(page);
    await proxy.cut();
    await page.locator('[data-connection="reconnecting"]').waitFor();
    expect(await page.locator('[data-book-status]').getAttribute('data-book-status')).toBe('stale');
    expect(await page.getByRole('alert').textContent()).toContain('old book');
    expect(await page.title()).toMatch(/^\(old\) /);
    await proxy.mend();
    await liveBook(page);
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  });
});

describe.skipIf(isWithoutBrowser)('for everybody', () => {
  test('axe finds nothing serious, live or old, in light or dark', async () => {
    const proxy = await startCuttableProxy(base);
    atEnd(proxy.close);
    const { page } = await visit({ path: `/${HASH}`, url: proxy.url });
    await liveBook(page);
    expect(await seriousViolationsInBoth(page)).toEqual([]);
    await proxy.cut();
    await page.locator('[data-book-status="stale"]').waitFor();
    expect(await seriousViolationsInBoth(page)).toEqual([]);
  });

  test('nothing runs off a screen, from a phone to a wall', async () => {
    const { page, errors } = await visit({ path: `/${HASH}` });
    await liveBook(page);
    expect(await widthsOverflown(page, [1_920, 1_366, 768, 390, 360])).toEqual([]);
    expect(errors).toEqual([]);
  });

  test.each([
    ['a wall', { width: 1_920, height: 1_080 }],
    ['a phone', { width: 390, height: 844 }],
  ])('nothing jumps on %s, from the first paint through several versions', async (_, viewport) => {
    const { page, errors } = await visit({ path: `/${HASH}`, viewport, inMotion: true });
    await liveBook(page);
    const first = await versionShown(page);
    await expect.poll(() => versionShown(page), SOON).toBeGreaterThan(first);
    expect(await shiftOf(page)).toBeLessThan(SHIFT_MAX);
    expect(errors).toEqual([]);
  });
});
