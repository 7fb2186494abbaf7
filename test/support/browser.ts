import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { findOnPath } from '#stack/find-on-path.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const playwrightsOwn = (): string | undefined => {
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
};

/** Chromium's program on this machine, wherever it came from. */
const findBrowser = (): string | undefined => NAMES.map((name) => findOnPath(name)).find((path) => path !== undefined) ?? playwrightsOwn();

/** Debian's Chromium, where we may install it. */
const installBrowser = async (): Promise<void> => {
  const mayInstall = process.getuid?.() === 0 && findOnPath('apt-get') !== undefined;
  if (!mayInstall) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await promisify(execFile)('apt-get', ['update'], { env });
    await promisify(execFile)('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env, maxBuffer: 16_000_000 });
  } catch {
    // No mirror in reach: the caller says that there is no browser.
  }
};

/** Finds or installs Chromium; empty when there is none to be had. In CI that is an error: browser tests are never skipped there. */
export const requireBrowser = async (): Promise<string> => {
  const found = findBrowser();
  if (found !== undefined) return found;
  await installBrowser();
  const installed = findBrowser();
  if (installed !== undefined) return installed;
  const wayOut = 'No Chromium was found or could be installed (Debian: apt-get install chromium).';
  if (process.env.CI) throw new Error(wayOut);
  console.warn(`${wayOut} The browser tests are SKIPPED.`);
  return '';
};

/** A headless browser. Tests that need one skip themselves where `inject('chromiumPath')` is empty. */
export const launchBrowser = (): Promise<Browser> => {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error('There is no Chromium on this machine.');
  // Chromium refuses its sandbox to root, which is who runs tests in most containers.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
};
