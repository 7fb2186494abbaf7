import { afterAll, describe, expect, inject, test } from 'vitest';
import { simnetCommand } from '#test/support/simnet-command.ts';
import { PATH, sendBy, standing } from './board-sends.ts';
import { boardVisits, isWithoutBrowser } from './board-visits.ts';
import { takeTurn } from './take-turns.ts';

takeTurn('alone');

const dataDir = inject('routebookDataDir');
const { visit } = boardVisits(inject('routebookUrl'));
const simnet = (...words: string[]) => simnetCommand(dataDir, ...words);

afterAll(() => simnet('relayer', 'across', '--alive'));

describe.skipIf(isWithoutBrowser)('a transfer under way', () => {
  test('ticks against what is expected of it, and is told as it is when a reorg takes its deposit', { timeout: 150_000 }, async () => {
    await simnet('relayer', 'across', '--dead');
    const { page } = await visit({ path: PATH });
    await sendBy(page, 'across');
    await standing(page, 'Confirming');
    expect(await page.locator('[data-step="CONFIRMED"]').getAttribute('data-standing')).toBe('awaited');
    const figure = page.locator('.transfer-head .pace-figure');
    const before = await figure.textContent();
    await expect.poll(() => figure.textContent()).not.toBe(before);
    await simnet('reorg', 'base', '6', '--fate', 'drop');
    await standing(page, 'Deposit taken back');
    expect(await page.locator('[data-step="PENDING"]').getAttribute('data-standing')).toBe('undone');
    expect(await page.locator('.transfer-story').textContent()).toContain('reorganisation of Base');
    await simnet('relayer', 'across', '--alive');
  });
});
