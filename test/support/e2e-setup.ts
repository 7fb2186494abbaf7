import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { requireBrowser } from './browser.ts';
import { commandLinesWith } from './command-lines.ts';
import { E2E_BRIDGES } from './e2e-bridges.ts';
import { removeDataDir, startStack, temporaryDataDir, waitUntilReady } from './stack-process.ts';
import { claimPorts, STACK_PORTS } from './test-ports.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Base URL of the API and the board. */
    routebookUrl: string;
    /** Data folder of the running stack, for `npm run status` and its like. */
    routebookDataDir: string;
    /** Chromium's program; empty where there is none, which CI does not accept. */
    chromiumPath: string;
    /** Where files take turns. */
    turnsDir: string;
  }
}

const LEFT_AFTER_MS = 5_000;

/** The tests ask for the amounts that they look at; books that nobody looks at are a quarter of all that the stack does. */
const FEW_BOOKS = { QUOTE_BASE_SYMBOLS: 'USDC,ETH', QUOTE_RUNGS_USD: '100,1000,10000' };

/**
 * The whole stack as a user starts it, once for all end-to-end tests, on ports and a folder of its own. Its end is a
 * test too: whatever it leaves running fails the run. `ROUTEBOOK_TEST_STACK=<url>=<data folder>` uses one that runs.
 */
export const setup = async (project: TestProject) => {
  project.provide('chromiumPath', await requireBrowser());
  const turnsDir = mkdtempSync(join(tmpdir(), 'routebook-turns-'));
  mkdirSync(join(turnsDir, 'inside'));
  project.provide('turnsDir', turnsDir);
  const [url, dataDir] = (process.env.ROUTEBOOK_TEST_STACK ?? '').split('=');
  if (url && dataDir) {
    project.provide('routebookUrl', url);
    project.provide('routebookDataDir', dataDir);
    return () => rmSync(turnsDir, { recursive: true });
  }
  const stop = await startOwnStack(project);
  return async () => {
    rmSync(turnsDir, { recursive: true });
    await stop();
  };
};

const startOwnStack = async (project: TestProject) => {
  const dataDir = temporaryDataDir();
  const port = await claimPorts(STACK_PORTS);
  const routebookUrl = `http://127.0.0.1:${port}`;
  const stack = startStack({ args: ['--port', String(port), '--bridges', E2E_BRIDGES.join()], dataDir, env: FEW_BOOKS });
  await waitUntilReady(stack, routebookUrl);
  project.provide('routebookUrl', routebookUrl);
  project.provide('routebookDataDir', dataDir);
  return async () => {
    const code = await stack.stop();
    const deadline = performance.now() + LEFT_AFTER_MS;
    while (commandLinesWith(dataDir).length > 0 && performance.now() < deadline) await sleep(100);
    const left = commandLinesWith(dataDir);
    if (code !== 0 || left.length > 0) {
      throw new Error(`The launcher ended with code ${code} and left ${left.length} processes:\n${left.join('\n')}\n${stack.output()}`);
    }
    removeDataDir(dataDir);
  };
};
