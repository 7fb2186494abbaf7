import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { REPOSITORY } from '../data-dir.ts';
import { withBridge } from './with-bridge.ts';

/** A repository of its own, in which everything but the registry is the real one. */
const root = mkdtempSync(join(tmpdir(), 'routebook-new-bridge-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const bridges = join(root, 'bridges');
mkdirSync(bridges);
for (const name of ['core', 'node_modules', 'tsconfig.json']) symlinkSync(join(REPOSITORY, name), join(root, name));
cpSync(join(REPOSITORY, 'package.json'), join(root, 'package.json'));
for (const entry of readdirSync(join(REPOSITORY, 'bridges'), { withFileTypes: true })) {
  const [from, to] = [join(REPOSITORY, 'bridges', entry.name), join(bridges, entry.name)];
  if (entry.isDirectory() && entry.name !== '_template') symlinkSync(from, to);
  else cpSync(from, to, { recursive: true });
}
const registryBefore = readFileSync(join(bridges, 'registry.ts'), 'utf8');

const run = (...args: string[]) => {
  const cli = [join(REPOSITORY, 'stack', 'new-bridge-cli.ts'), ...args, '--bridges', bridges];
  const { status, stdout, stderr } = spawnSync(process.execPath, cli, { cwd: REPOSITORY, encoding: 'utf8' });
  return { status, stdout, stderr };
};

interface Outcome {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** What the tests of the new repository say, by name. */
const outcomes = (...files: string[]): readonly Outcome[] => {
  const vitest = join(REPOSITORY, 'node_modules', 'vitest', 'vitest.mjs');
  const report = join(root, 'report.json');
  spawnSync(process.execPath, [vitest, 'run', '--root', root, '--reporter=json', `--outputFile=${report}`, ...files], { cwd: root });
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: readonly { message: string; assertionResults: readonly Outcome[] }[];
  };
  // A file that could not be loaded has a message of its own and no tests.
  expect(testResults.map(({ message }) => message).filter((message) => message !== '')).toEqual([]);
  return testResults.flatMap(({ assertionResults }) => assertionResults);
};

describe('npm run new-bridge', () => {
  test('the folder compiles, and its suite fails by the name of each part that is to be written', { timeout: 90_000 }, () => {
    const made = run('hyper-bridge');
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(made.stdout).toContain('bridges/hyper-bridge/quote.ts\n');
    const files = readdirSync(join(bridges, 'hyper-bridge'));
    expect(files).toEqual(expect.arrayContaining(['hyper-bridge.ts', 'hyper-bridge.test.ts', 'manifest.ts', 'README.md', 'fixtures']));
    const texts = files.filter((file) => file !== 'fixtures').map((file) => readFileSync(join(bridges, 'hyper-bridge', file), 'utf8'));
    expect(texts.join('\n')).not.toMatch(/new-?bridge/i);

    const all = outcomes('bridges/hyper-bridge', 'bridges/registry.test.ts');
    const failed = all.filter(({ status }) => status === 'failed');
    expect(Object.fromEntries(failed.map(({ fullName, failureMessages }) => [fullName, failureMessages[0]?.split('\n')[0]]))).toEqual({
      'hyper-bridge is written a documented answer': expect.stringContaining('no documented answer yet'),
      'hyper-bridge is written a documented refusal': expect.stringContaining('no documented refusal yet'),
      'hyper-bridge is written a contract that is watched': expect.stringContaining('no contract is watched yet'),
      'hyper-bridge is written quote': expect.stringContaining('quote is not written yet'),
      'hyper-bridge is written corridors': expect.stringContaining('corridors is not written yet'),
      'hyper-bridge is written transaction': expect.stringContaining('transaction is not written yet'),
      'hyper-bridge builds what it quoted the calldata says what was quoted': expect.stringContaining('no transaction to read back yet'),
      'hyper-bridge reads what was recorded every recording has its reading': expect.stringContaining(
        'no recorded answer in fixtures/ yet',
      ),
    });
    // The registry's own tests find it, and nothing wrong with its manifest.
    expect(all.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName)).toContain(
      'hyper-bridge: the manifest says what is there',
    );
  });

  test('the registry gets an import and a place, and keeps what it had', () => {
    const after = withBridge(registryBefore, { id: 'aaa-first', identifier: 'aaaFirst' });
    const was = registryBefore.split('\n').filter((line) => line.startsWith('import '));
    const is = after.split('\n').filter((line) => line.startsWith('import '));
    expect(is.filter((line) => !was.includes(line))).toEqual(["import { aaaFirst } from './aaa-first/aaa-first.ts';"]);
    expect(was.filter((line) => !is.includes(line))).toEqual([]);
    expect(after).toMatch(/BRIDGES: readonly Bridge\[\] = \[[^\]]*\baaaFirst,?\s*\]/);
  });

  test('a list that no longer fits its line gets a line each', () => {
    let registry = "import type { Bridge } from './_kit/port.ts';\nexport const BRIDGES: readonly Bridge[] = [];\n";
    for (let count = 1; count <= 20; count += 1) registry = withBridge(registry, { id: `b${count}`, identifier: `bridge${count}` });
    expect(registry.split('\n').filter((line) => line.length > 140)).toEqual([]);
    expect(registry).toContain('[\n  bridge1,\n  bridge2,\n');
    expect(registry).toContain('  bridge20,\n];\n');
  });

  test.each([
    ['Across!', /"Across!" cannot be a bridge's id: it takes lower-case letters/],
    ['_kit', /cannot be a bridge's id/],
    ['../escape', /cannot be a bridge's id/],
    ['a'.repeat(41), /up to 40 in all/],
    ['class', /"class" is a word of the language; choose another id, for example "class-bridge"/],
    ['across', /bridges\/across is there already/],
  ])('%s is refused in a sentence, and nothing is written', (id, words) => {
    const before = readdirSync(bridges);
    const { status, stderr } = run(id);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(words) });
    expect(stderr).not.toContain('    at ');
    expect(readdirSync(bridges)).toEqual(before);
    expect(existsSync(join(root, 'escape'))).toBe(false);
  });

  test('--help says what it does; without an id there is a sentence', () => {
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: new-bridge [options] <id>') });
    expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining('missing required argument') });
  });
});

test('nothing else of the repository is touched', () => {
  expect(existsSync(join(REPOSITORY, 'bridges', 'hyper-bridge'))).toBe(false);
});
