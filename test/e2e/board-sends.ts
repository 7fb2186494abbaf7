import type { Page } from 'playwright-core';

/** Chains with quick blocks. */
export const PATH = '/#/base:USDC/arbitrum:USDC/100000000';
/** Blocks, an approval, a fill; and a machine that does other things too. */
export const IN_TIME = { timeout: 60_000 };

/** Opens the dialog that sends by a bridge, and waits until there is something to sign. */
export const dialogFor = async (page: Page, bridge: string) => {
  await page
    .locator(`[data-route^="${bridge}"]`)
    .getByRole('button', { name: /^Send by/ })
    .press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.locator('[data-built]:not([data-built=""])').waitFor();
  return dialog;
};

export const signButton = (page: Page) => page.getByRole('button', { name: /sign and send$/i });

export const sendBy = async (page: Page, bridge: string) => {
  await dialogFor(page, bridge);
  await signButton(page).press('Enter');
  await page.waitForURL(/\/transfers\/0x[0-9a-f]{64}$/, IN_TIME);
  return page.url().split('/').at(-1) ?? '';
};

export const standing = (page: Page, words: string) => page.locator(`[data-standing-words="${words}"]`).waitFor(IN_TIME);
