import type { Page } from 'playwright-core';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { simnetCommand } from '#test/support/simnet-command.ts';
import { boardVisits, isWithoutBrowser } from './board-visits.ts';
import { takeTurn } from './take-turns.ts';

takeTurn('together');

const dataDir = inject('routebookDataDir');
const { visit } = boardVisits(inject('routebookUrl'));

/** A listed corridor that no other test turns. */
const FROM = 'arbitrum:USDC';
const TO = 'base:USDC';
const PATH = `/#/${FROM}/${TO}/1500000000`;
const FEE = ['across.feeBps', '--corridor', `${FROM}>${TO}`] as const;
const setFee = (bps: number) => simnetCommand(dataDir, 'set', ...FEE, '--value', String(bps));

afterEach(() => simnetCommand(dataDir, 'unset', ...FEE));

/** Looks in every frame which rows of the book are drawn elsewhere than where they lie, and by how much. */
const WATCH_MOVES = `
  window.moves = [];
  const look = () => {
    for (const row of document.querySelectorAll('.book [data-flip]')) {
      if (!row.getAnimations().some(({ effect }) => effect.getKeyframes()[0]?.transform?.startsWith('translateY'))) continue;
      const lies = row.offsetParent.getBoundingClientRect().top + row.offsetTop;
      moves.push({ id: row.dataset.flip, by: Math.round(row.getBoundingClientRect().top - lies) });
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`;

interface Move {
  readonly id: string;
  /** Pixels; above zero is further down. */
  readonly by: number;
}

const movesOf = (page: Page) => page.evaluate('moves') as Promise<readonly Move[]>;
const leads = (page: Page, bridge: string) => page.locator(`[data-rank="1"][data-route^="${bridge}"]`).waitFor();

describe.skipIf(isWithoutBrowser)('a change of ranks', () => {
  test('is seen as rows that glide past each other, and stands at once for a reader who wants stillness', async () => {
    await setFee(1);
    const before = (page: Page) => page.addInitScript({ content: WATCH_MOVES });
    const { page: moving } = await visit({ path: PATH, before, inMotion: true });
    const { page: still } = await visit({ path: PATH, before });
    const pages = [moving, still];
    for (const page of pages) await leads(page, 'across');
    for (const page of pages) await page.evaluate('moves.length = 0');
    await setFee(400);
    for (const page of pages) await leads(page, 'stargate');

    // Where each began: the new leader below its place, the old one above.
    await expect.poll(async () => new Set((await movesOf(moving)).map(({ id }) => id))).toEqual(new Set(['across', 'stargate']));
    const moves = await movesOf(moving);
    const furthest = (id: string) =>
      moves.filter((move) => move.id === id).reduce((far, { by }) => (Math.abs(by) > Math.abs(far) ? by : far), 0);
    expect(furthest('stargate')).toBeGreaterThan(20);
    expect(furthest('across')).toBeLessThan(-20);
    expect(await movesOf(still)).toEqual([]);
  });
});
