import type { Page } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { startCuttableProxy } from '#test/support/cuttable-proxy.ts';
import { boardVisits, isWithoutBrowser } from './board-visits.ts';
import { takeTurn } from './take-turns.ts';

takeTurn('together');

const base = inject('routebookUrl');
const { visit, atEnd } = boardVisits(base);
/** A corridor that no other file turns or empties. */
const SERVED = '/#/optimism:USDC/base:USDC/1000000000';
const UNSERVED = '/#/polygon:POL/avalanche:AVAX/5000000000000000000';
const SCREENS = [
  { width: 390, height: 844 },
  { width: 1_440, height: 900 },
  { width: 1_680, height: 1_050 },
  { width: 1_920, height: 1_080 },
] as const;
/** Routes that come and go keep their room; more than a row's gap is a hole. */
const HOLE_MAX = 24;

/** Cells of a route, by class, whose content is wider than they are, or hidden in part. */
const CUT_CELLS = `
  [...document.querySelectorAll('.route > td')]
    .filter(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => scrollWidth > clientWidth || scrollHeight > clientHeight)
    .map(({ className }) => className)
`;

/** In whole pixels: less nobody sees. */
const topOf = async (page: Page, what: string) => Math.round((await page.locator(what).first().boundingBox())?.y ?? 0);

describe.skipIf(isWithoutBrowser)('the book', () => {
  test('shows all of every cell, the rule and the legend of the score included', async () => {
    const { page } = await visit({ path: SERVED });
    await page.locator('[data-rank="2"]').waitFor();
    for (const screen of SCREENS) {
      await page.setViewportSize(screen);
      expect({ screen, cut: await page.evaluate(CUT_CELLS) }).toEqual({ screen, cut: [] });
    }
  });

  test.each([
    ['with routes', SERVED, '[data-rank="2"]'],
    ['without one', UNSERVED, '[data-excluded="stargate"]'],
  ])('%s ends where its rows end, once all have answered', async (_, path, answered) => {
    const { page } = await visit({ path });
    await page.locator(answered).waitFor();
    await expect.poll(() => page.locator('[data-pending]').count()).toBe(0);
    for (const screen of SCREENS) {
      await page.setViewportSize(screen);
      const hole = await page.evaluate(`
        const rows = document.querySelector('.book-rows');
        rows.getBoundingClientRect().bottom - rows.lastElementChild.getBoundingClientRect().bottom;
      `);
      expect({ screen, isHole: Number(hole) > HOLE_MAX }).toEqual({ screen, isHole: false });
    }
  });

  test.each(SCREENS)('says that it is old without moving, at $width', async (viewport) => {
    const proxy = await startCuttableProxy(base);
    atEnd(proxy.close);
    const { page } = await visit({ path: SERVED, url: proxy.url, viewport });
    await page.locator('[data-rank="1"]').waitFor();
    await expect.poll(() => page.locator('[data-pending]').count()).toBe(0);
    const places = () => Promise.all(['.top', '.book-rows', '.transfers', '.side'].map((what) => topOf(page, what)));
    const before = await places();
    await proxy.cut();
    await page.locator('[data-book-status="stale"]').waitFor();
    expect(await places()).toEqual(before);
    await page.locator('[data-rank="1"]').scrollIntoViewIfNeeded();
    const note = await page.getByRole('alert').boundingBox();
    expect(note?.y).toBeGreaterThanOrEqual(0);
    expect((note?.y ?? 0) + (note?.height ?? 0)).toBeLessThanOrEqual(viewport.height);
  });
});

test.skipIf(isWithoutBrowser)('the theme’s button follows the system until a theme is chosen', async () => {
  const { page } = await visit({ path: '/transfers', scheme: 'light' });
  await page.getByRole('button', { name: 'Switch to dark' }).waitFor();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Switch to light' }).click();
  await page.getByRole('button', { name: 'Switch to dark' }).waitFor();
  await page.emulateMedia({ colorScheme: 'light' });
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await page.getByRole('button', { name: 'Switch to dark' }).count()).toBe(1);
});
