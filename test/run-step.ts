import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Step } from './steps.ts';

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly tookMs: number;
  /** All that the step printed. */
  readonly output: string;
  readonly passed: number;
  /** A step that failed without a failed test counts as one: a file that could not even be loaded has no tests. */
  readonly failed: number;
  readonly skipped: number;
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

const readReport = (file: string): Report => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
  }
};

/** Runs one step to its end and counts its tests from vitest's JSON report. */
export const runStep = async (step: Step, reportFile: string): Promise<StepResult> => {
  const startedAt = performance.now();
  const reporters = step.tests ? ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`] : [];
  const child = spawn('npm', ['run', '--silent', step.script, ...reporters], { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const report = readReport(reportFile);
  const ok = code === 0;
  return {
    name: step.name,
    ok,
    tookMs: performance.now() - startedAt,
    output: Buffer.concat(chunks).toString('utf8'),
    passed: report.numPassedTests,
    failed: ok ? report.numFailedTests : Math.max(1, report.numFailedTests),
    skipped: report.numPendingTests,
  };
};
