import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { chooseSteps } from './choose-steps.ts';
import { runStep, type StepResult } from './run-step.ts';

/** `npm test`: every check and test, a line each; what fails is shown whole. `npm test -- unit lint` runs some. */
const reports = mkdtempSync(join(tmpdir(), 'routebook-report-'));
const results: StepResult[] = [];

for (const step of chooseSteps(process.argv.slice(2))) {
  process.stdout.write(`  ${step.name.padEnd(12)} `);
  const result = await runStep(step, join(reports, `${step.name}.json`));
  results.push(result);
  const mark = result.ok ? pc.green('ok    ') : pc.red('FAILED');
  const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : '';
  const tests = step.tests ? `${result.passed} passed, ${result.failed} failed${skipped}` : '';
  process.stdout.write(`${mark} ${pc.dim(`${(result.tookMs / 1_000).toFixed(1)} s`.padStart(8))}  ${tests}\n`);
  if (!result.ok) process.stdout.write(`\n${result.output}\n`);
}

rmSync(reports, { recursive: true, force: true });
const sum = (field: 'passed' | 'failed') => results.reduce((total, result) => total + result[field], 0);
const failedSteps = results.filter(({ ok }) => !ok).map(({ name }) => name);
console.log(failedSteps.length === 0 ? '\nAll of it holds.' : `\nFailed: ${failedSteps.join(', ')}.`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = failedSteps.length === 0 ? 0 : 1;
