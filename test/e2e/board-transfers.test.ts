import type { Page } from 'playwright-core';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { createRestClient } from '#sdk/rest-client.ts';
import { startCuttableProxy } from '#test/support/cuttable-proxy.ts';
import { simnetCommand } from '#test/support/simnet-command.ts';
import { boardVisits, isWithoutBrowser, overflowOf, SHIFT_MAX, seriousViolations, shiftOf } from './board-visits.ts';

const base = inject('routebookUrl');
const dataDir = inject('routebookDataDir');
const rest = createRestClient({ url: base });
const { visit, atEnd } = boardVisits(base);
const simnet = (...words: string[]) => simnetCommand(dataDir, ...words);

/** Chains with quick blocks. */
const PATH = '/#/base:USDC/arbitrum:USDC/100000000';
/** Accounts 5 and 6 of anvil's default mnemonic: the first two that the dialog offers. */
const WALLETS = ['0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc', '0x976EA74026E726554dB657fA54763abd0C3a0aa9'] as const;
/** Blocks, an approval, a fill; and a machine that does other things too. */
const IN_TIME = { timeout: 60_000 };

afterAll(() => simnet('relayer', 'across', '--alive'));

const dialogFor = async (page: Page, bridge: string) => {
  await page
    .locator(`[data-route^="${bridge}"]`)
    .getByRole('button', { name: /^Send by/ })
    .press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.locator('[data-built]:not([data-built=""])').waitFor();
  return dialog;
};

const signButton = (page: Page) => page.getByRole('button', { name: /sign and send$/i });

const sendBy = async (page: Page, bridge: string) => {
  await dialogFor(page, bridge);
  await signButton(page).press('Enter');
  await page.waitForURL(/\/transfers\/0x[0-9a-f]{64}$/, IN_TIME);
  return page.url().split('/').at(-1) ?? '';
};

const standing = (page: Page, words: string) => page.locator(`[data-standing-words="${words}"]`).waitFor(IN_TIME);

/** A transfer that is there: one that was sent before, else one that the simnet sends. */
const someTransfer = async (): Promise<string> => {
  const newest = async () => (await rest.transfers(WALLETS[0], { limit: 1 })).transfers[0];
  if ((await newest()) === undefined) {
    const { page } = await visit({ path: PATH });
    await sendBy(page, 'across');
  }
  await expect.poll(newest, IN_TIME).toBeDefined();
  return (await newest())?.transferKey ?? '';
};

describe.skipIf(isWithoutBrowser)('the send button', () => {
  test.each([
    ['across', 'with the mouse', WALLETS[0]],
    ['stargate', 'by keyboard alone', WALLETS[1]],
  ])(
    'takes a route of %s %s, and its transfer is followed to the end: delivered is what was quoted',
    { timeout: 150_000 },
    async (bridge, how, wallet) => {
      const { page, errors } = await visit({ path: PATH });
      const loaded: string[] = [];
      page.on('request', (request) => loaded.push(request.url()));
      const route = page.locator(`[data-route^="${bridge}"]`);
      await route.waitFor();
      // A wallet weighs as much as a third of the board: it is not there before somebody signs.
      expect(loaded.filter((url) => url.includes('wallets'))).toEqual([]);
      if (how === 'with the mouse') {
        await route.getByRole('button', { name: /^Send by/ }).click();
        await page.locator('[data-built]:not([data-built=""])').waitFor();
        await signButton(page).click();
      } else {
        await dialogFor(page, bridge);
        await page.getByRole('radio').first().focus();
        await page.keyboard.press('ArrowDown');
        await page.locator('[data-built]:not([data-built=""])').waitFor();
        while ((await page.evaluate('document.activeElement.textContent')) !== (await signButton(page).textContent()))
          await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
      }
      await page.waitForURL(/\/transfers\/0x[0-9a-f]{64}$/, IN_TIME);
      await standing(page, 'Arrived');

      const hash = page.url().split('/').at(-1) ?? '';
      const transfer = await rest.transfer(hash);
      expect(transfer).toMatchObject({
        state: 'COMPLETED',
        bridge,
        sender: wallet,
        recipient: wallet,
        amountIn: '100000000',
        originTransaction: hash,
      });
      if (!('transferKey' in transfer)) throw new Error('no transfer');
      expect(transfer.amountDelivered).toBe(transfer.amountQuoted);
      expect(await page.locator('[data-quoted]').getAttribute('data-quoted')).toBe(transfer.amountQuoted);
      expect(await page.locator('[data-delivered]').getAttribute('data-delivered')).toBe(transfer.amountQuoted);
      expect(await page.locator('.delivery').textContent()).toContain('to the unit');
      expect(await page.locator('[data-hash]').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-hash')))).toEqual([
        hash,
        transfer.destinationTransaction,
      ]);
      expect(await page.locator('[data-step="COMPLETED"]').getAttribute('data-standing')).toBe('reached');
      expect(await page.title()).toMatch(/^Arrived: [\d.]+ USDC · Routebook$/);
      expect(await shiftOf(page)).toBeLessThan(SHIFT_MAX);

      // Back at the book, which is as it was left and lists it; its row leads to its own address, which opens by itself.
      await page.goBack();
      await route.waitFor();
      expect(page.url()).toContain('#/base:USDC/arbitrum:USDC/100000000');
      await page.locator(`[data-transfer="${transfer.transferKey}"]`).getByRole('link').press('Enter');
      await standing(page, 'Arrived');
      expect(page.url()).toBe(`${base}/transfers/${transfer.transferKey}`);
      await page.reload();
      await standing(page, 'Arrived');
      expect(errors).toEqual([]);
    },
  );

  test('says what went wrong in plain words, and goes on once it is mended', async () => {
    const { page } = await visit({ path: PATH });
    const { rpcUrl = '' } = (await rest.chains()).find(({ slug }) => slug === 'base') ?? {};
    await page.route(`${rpcUrl}/**`, (route) => route.abort());
    await page
      .locator('[data-route^="across"]')
      .getByRole('button', { name: /^Send by/ })
      .click();
    const alert = page.getByRole('dialog').getByRole('alert');
    expect(await alert.textContent()).toContain(`The node of Base does not answer at ${rpcUrl}`);
    expect(await signButton(page).isDisabled()).toBe(true);
    await page.unroute(`${rpcUrl}/**`);
    await alert.getByRole('button', { name: 'Ask anew' }).click();
    await page.getByRole('dialog').locator('[data-built]:not([data-built=""])').waitFor();
    expect(await signButton(page).isEnabled()).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });

  test('is not there where the API names no node; a sentence says what is', async () => {
    const { page } = await visit({
      path: PATH,
      // The API's own answer, as it is on mainnet.
      before: (page) =>
        page.route('**/api/v1/chains', async (route) => {
          const { chains } = (await (await route.fetch()).json()) as { chains: { rpcUrl?: string }[] };
          await route.fulfill({ json: { chains: chains.map(({ rpcUrl: _, ...chain }) => chain) } });
        }),
    });
    await page.locator('[data-rank="1"]').waitFor();
    expect(await page.getByRole('button', { name: /^Send by/ }).count()).toBe(0);
    expect(await page.getByRole('region', { name: 'Taking a route' }).textContent()).toContain('POST /api/v1/routes/{routeId}/transaction');
  });
});

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

  test('is said to be old while the connection is gone', async () => {
    const proxy = await startCuttableProxy(base);
    atEnd(proxy.close);
    const { page } = await visit({ path: `/transfers/${await someTransfer()}`, url: proxy.url });
    await page.locator('[data-transfer-page="live"]').waitFor();
    await proxy.cut();
    await page.locator('[data-transfer-page="stale"]').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('This is old');
    expect(await page.title()).toMatch(/^\(old\) /);
    expect(await seriousViolations(page)).toEqual([]);
    await proxy.mend();
    await page.locator('[data-transfer-page="live"]').waitFor();
  });

  test('that nobody knows is said to be unknown, and a hash that no chain has shown is being looked for', async () => {
    const { page } = await visit({ path: '/transfers' });
    await page.getByRole('textbox').fill('across:1:987654321');
    await page.keyboard.press('Enter');
    await page.locator('[data-unknown="across:1:987654321"]').waitFor();
    await page.goBack();
    await page.getByRole('textbox').fill(`0x${'cd'.repeat(32)}`);
    await page.getByRole('button', { name: 'Find' }).click();
    await page.locator(`[data-unseen="0x${'cd'.repeat(32)}"]`).waitFor();
  });
});

describe.skipIf(isWithoutBrowser)('the pages of transfers are for everybody', () => {
  const places = [
    ['all transfers', () => '/transfers', '[data-transfers-status="live"]'],
    ['one transfer', async () => `/transfers/${await someTransfer()}`, '[data-standing-words]'],
  ] as const;

  test.each(['light', 'dark'] as const)('axe finds nothing serious in %s', async (scheme) => {
    for (const [, path, ready] of places) {
      const { page } = await visit({ path: await path(), scheme });
      await page.locator(ready).first().waitFor();
      expect(await seriousViolations(page)).toEqual([]);
    }
    const { page } = await visit({ path: PATH, scheme });
    await dialogFor(page, 'across');
    expect(await seriousViolations(page)).toEqual([]);
  });

  test.each([360, 768, 1_366])('nothing runs off a screen %i px wide', async (width) => {
    const viewport = { width, height: 700 };
    for (const [, path, ready] of places) {
      const { page } = await visit({ path: await path(), viewport });
      await page.locator(ready).first().waitFor();
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    }
    const { page } = await visit({ path: PATH, viewport });
    const dialog = await dialogFor(page, 'across');
    expect(await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
    const sign = await signButton(page).boundingBox();
    expect((sign?.y ?? 0) + (sign?.height ?? 0)).toBeLessThanOrEqual(700);
  });
});

test('the board answers at its paths, and its policy lets it talk to the local nodes and nobody else', async () => {
  const nodes = (await rest.chains()).flatMap(({ rpcUrl }) => (rpcUrl === undefined ? [] : [new URL(rpcUrl).origin]));
  for (const path of ['/', '/transfers', '/transfers/across:1:1']) {
    const response = await fetch(`${base}${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain(`connect-src 'self' ws: wss: ${nodes.join(' ')};`);
  }
  expect((await fetch(`${base}/transfers/a/b`)).status).toBe(404);
});
