import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { launchBrowser } from '#test/support/browser.ts';

/** Empty where the set-up found no Chromium, which it says and CI does not accept. */
export const isWithoutBrowser = inject('chromiumPath') === '';

/** Below 0.1 counts as good for the web at large; a board that ticks all day must do better. */
export const SHIFT_MAX = 0.02;

/** Runs in the page before anything of it: keeps every layout shift. */
const COUNT_SHIFTS = `
  window.shifts = [];
  new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({ type: 'layout-shift', buffered: true });
`;

export interface Visit {
  readonly page: Page;
  /** What the browser's console called an error, and what the page threw. */
  readonly errors: string[];
}

interface Wish {
  readonly path: string;
  /** Where the board is, if not at the API itself. */
  readonly url?: string;
  readonly scheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
  /** How its reader's system writes numbers. */
  readonly locale?: string;
  /** With its motion, which is off where a test is not about it: a light that breathes costs more of the processor than all else on an open page. */
  readonly inMotion?: true;
  /** Done with the page before it opens. */
  readonly before?: (page: Page) => Promise<unknown>;
}

/** One browser for all tests of a file, and a fresh context for each visit. Call it once, at the top of the file. */
export const boardVisits = (base: string) => {
  let browser: Browser | undefined;
  const ends: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    if (!isWithoutBrowser) browser = await launchBrowser();
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  afterAll(() => browser?.close());

  const visit = async ({ path, url = base, scheme = 'dark', viewport, locale, inMotion, before }: Wish): Promise<Visit> => {
    if (browser === undefined) throw new Error('there is no browser; skip what needs one');
    const context = await browser.newContext({
      viewport: viewport ?? { width: 1920, height: 1080 },
      colorScheme: scheme,
      ...(locale && { locale }),
      reducedMotion: inMotion ? 'no-preference' : 'reduce',
    });
    ends.push(() => context.close());
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(`${message.text()} ${message.location().url}`));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.addInitScript({ content: COUNT_SHIFTS });
    await before?.(page);
    await page.goto(`${url}${path}`);
    return { page, errors };
  };

  return { visit, atEnd: (end: () => Promise<unknown>) => ends.push(end) };
};

/** How much of the page has jumped so far without anybody having touched it. */
export const shiftOf = (page: Page): Promise<unknown> =>
  page.evaluate('shifts.reduce((sum, { value, hadRecentInput }) => (hadRecentInput ? sum : sum + value), 0)');

/** Of these widths of a screen, in CSS pixels, those that the page runs off. One page is made wider and narrower: to load it for each would be most of the work. */
export const widthsOverflown = async (page: Page, widths: readonly number[]): Promise<number[]> => {
  const overflown: number[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 700 });
    const over = (await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')) as number;
    if (over > 0) overflown.push(width);
  }
  return overflown;
};

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

interface SeriousViolation {
  readonly id: string;
  readonly where: readonly string[];
}

/** What axe calls serious or critical. */
export const seriousViolations = async (page: Page): Promise<SeriousViolation[]> => {
  // Evaluated from outside: the page's own policy allows no foreign script, and should not.
  await page.evaluate(axe.source);
  const violations = (await page.evaluate('axe.run().then(({ violations }) => violations)')) as Violation[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html.slice(0, 120)) }));
};

/** The same in both schemes; a page that follows its reader's changes it without being loaded anew. */
export const seriousViolationsInBoth = async (page: Page): Promise<(SeriousViolation & { colorScheme: string })[]> => {
  const found: (SeriousViolation & { colorScheme: string })[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const violation of await seriousViolations(page)) found.push({ colorScheme, ...violation });
  }
  return found;
};
