import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { compileCacheDir } from '#stack/cache-dir.ts';
import { chooseSteps } from './choose-steps.ts';
import { runStep, type StepResult } from './run-step.ts';
import { startPreparing } from './start-preparing.ts';
import type { Step } from './steps.ts';

/** `npm test`: every check and test, a line each; what fails is shown whole. `npm test -- unit lint` runs some. */
const reports = mkdtempSync(join(tmpdir(), 'routebook-report-'));
const results: StepResult[] = [];
process.env.NODE_COMPILE_CACHE = compileCacheDir();

const run = async (step: Step): Promise<void> => {
  const result = await runStep(step, join(reports, `${step.name}.json`));
  results.push(result);
  const mark = result.ok ? pc.green('ok    ') : pc.red('FAILED');
  const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : '';
  const tests = step.tests ? `${result.passed} passed, ${result.failed} failed${skipped}` : '';
  const took = pc.dim(`${(result.tookMs / 1_000).toFixed(1)} s`.padStart(8));
  process.stdout.write(`  ${step.name.padEnd(12)} ${mark} ${took}  ${tests}\n`);
  if (!result.ok) process.stdout.write(`\n${result.output}\n`);
};

/** As many side by side as the machine has cores, begun in their order. */
const runSideBySide = async (steps: readonly Step[]): Promise<void> => {
  const waiting = [...steps];
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await run(step);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
};

const chosen = chooseSteps(process.argv.slice(2));
const prepared = chosen.some((step) => step.prepared) ? startPreparing() : undefined;
await runSideBySide(chosen.filter((step) => !step.prepared));
await prepared;
for (const step of chosen.filter((step) => step.prepared)) await run(step);

rmSync(reports, { recursive: true, force: true });
const sum = (field: 'passed' | 'failed') => results.reduce((total, result) => total + result[field], 0);
const failedSteps = results.filter(({ ok }) => !ok).map(({ name }) => name);
console.log(failedSteps.length === 0 ? '\nAll of it holds.' : `\nFailed: ${failedSteps.join(', ')}.`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = failedSteps.length === 0 ? 0 : 1;
