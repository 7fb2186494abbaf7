import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { prometheusQueries } from '#test/support/dashboards.ts';
import { PROMTOOL, requireDebianProgram } from '#test/support/debian-program.ts';

const promtool = requireDebianProgram(PROMTOOL);
const folder = mkdtempSync(join(tmpdir(), 'routebook-promtool-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What promtool says, and how it ended. */
const run = (...args: string[]): { code: number; output: string } => {
  try {
    return { code: 0, output: execFileSync(promtool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }) };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number | null; stdout: string; stderr: string };
    return { code: status ?? -1, output: `${stdout}${stderr}` };
  }
};

describe.skipIf(promtool === '')('promtool', () => {
  test('takes the alert rules', () => {
    expect(run('check', 'rules', 'grafana/alerts/routebook.yml')).toMatchObject({ code: 0 });
  });

  test('takes what Prometheus is told in production', () => {
    expect(run('check', 'config', 'deploy/prometheus.yml')).toMatchObject({ code: 0 });
  });

  test('can read what every panel asks', () => {
    // As recording rules: promtool of the oldest Debian in use has no command for a lone expression.
    const rules = prometheusQueries().map(({ query }, index) => ({ record: `panel:${index}`, expr: query }));
    writeFileSync(join(folder, 'panels.yml'), JSON.stringify({ groups: [{ name: 'panels', rules }] }));
    expect(run('check', 'rules', '--lint=none', join(folder, 'panels.yml'))).toMatchObject({
      code: 0,
      output: expect.stringContaining(`${rules.length} rules found`),
    });
  });

  test('finds that alerts fire when they should, and only then', () => {
    expect(run('test', 'rules', 'grafana/alerts/routebook.test.yml')).toMatchObject({ code: 0 });
  });

  test('and would find it if they did not', () => {
    const rules = readFileSync('grafana/alerts/routebook.yml', 'utf8');
    const tests = parse(readFileSync('grafana/alerts/routebook.test.yml', 'utf8')) as { tests: readonly { name: string }[] };
    writeFileSync(join(folder, 'routebook.yml'), rules.replace('_stuck_oldest_seconds) > 3600', '_stuck_oldest_seconds) > 7200'));
    const one = { ...tests, tests: tests.tests.filter(({ name }) => name === 'a transfer is stuck for more than an hour') };
    writeFileSync(join(folder, 'routebook.test.yml'), JSON.stringify(one));
    expect(run('test', 'rules', join(folder, 'routebook.test.yml'))).toMatchObject({
      code: 1,
      output: expect.stringContaining('TransferStuck'),
    });
  });
});
