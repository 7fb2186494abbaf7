import { describe, expect, inject, test } from 'vitest';
import { createRestClient } from '#sdk/rest-client.ts';
import { startCuttableProxy } from '#test/support/cuttable-proxy.ts';
import { dialogFor, IN_TIME, PATH, sendBy, signButton, standing } from './board-sends.ts';
import {
  boardVisits,
  isWithoutBrowser,
  SHIFT_MAX,
  seriousViolations,
  seriousViolationsInBoth,
  shiftOf,
  widthsOverflown,
} from './board-visits.ts';
import { takeTurn } from './take-turns.ts';

takeTurn('together');

const base = inject('routebookUrl');
const rest = createRestClient({ url: base });
const { visit, atEnd } = boardVisits(base);
/** Accounts 5 and 6 of anvil's default mnemonic: the first two that the dialog offers. */
const WALLETS = ['0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc', '0x976EA74026E726554dB657fA54763abd0C3a0aa9'] as const;

/** Transfers of a list whose chains are not read whole, or that are higher than their place. */
const CUT_ON_A_PHONE = `
  [...document.querySelectorAll('.transfer, .transfer-link')]
    .filter(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => scrollWidth > clientWidth || scrollHeight > clientHeight)
    .map(({ textContent }) => textContent)
`;

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
      const { page, errors } = await visit({ path: PATH, inMotion: true });
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

test.skipIf(isWithoutBrowser)('an address that is looked for shows its transfers, and one without any says so', IN_TIME, async () => {
  const transferKey = await someTransfer();
  const { sender } = (await rest.transfer(transferKey)) as { sender?: string };
  const { page, errors } = await visit({ path: '/transfers' });
  await page.getByRole('textbox').fill(sender ?? '');
  await page.keyboard.press('Enter');
  await page.locator(`[data-address="${sender}"] [data-transfer="${transferKey}"]`).waitFor();
  expect(await seriousViolationsInBoth(page)).toEqual([]);
  expect(await widthsOverflown(page, [1_366, 360])).toEqual([]);
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await page.evaluate(CUT_ON_A_PHONE)).toEqual([]);
  await page.goBack();
  await page.getByRole('textbox').fill(`0x${'12'.repeat(20)}`);
  await page.keyboard.press('Enter');
  expect(await page.locator('.transfers-empty').textContent()).toContain('No transfer of this address');
  expect(errors).toEqual([]);
});

describe.skipIf(isWithoutBrowser)('the pages of transfers are for everybody', () => {
  const WIDTHS = [1_366, 768, 360];

  test.each([
    ['all transfers', async () => '', '[data-transfers-status="live"]'],
    ['one transfer', async () => `/${await someTransfer()}`, '[data-standing-words]'],
  ])('%s: axe finds nothing serious in light or dark, and nothing runs off a screen', async (_, which, ready) => {
    const { page } = await visit({ path: `/transfers${await which()}` });
    await page.locator(ready).first().waitFor();
    expect(await seriousViolationsInBoth(page)).toEqual([]);
    expect(await widthsOverflown(page, WIDTHS)).toEqual([]);
  });

  test('the dialog that sends: axe finds nothing serious in light or dark, and its button is on the smallest screen', async () => {
    const { page } = await visit({ path: PATH });
    const dialog = await dialogFor(page, 'across');
    expect(await seriousViolationsInBoth(page)).toEqual([]);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 700 });
      expect(await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
      const sign = await signButton(page).boundingBox();
      expect((sign?.y ?? 0) + (sign?.height ?? 0)).toBeLessThanOrEqual(700);
    }
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
