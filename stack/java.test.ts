import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findJava, javaMajor } from './java.ts';

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['java version "1.8.0_392"', 8],
  ['openjdk version "21" 2023-09-19', 21],
  ['openjdk version "25-ea" 2025-09-16', 25],
  ['zsh: command not found', undefined],
])('%s is Java %s', (output, major) => {
  expect(javaMajor(output)).toBe(major);
});

const folder = mkdtempSync(join(tmpdir(), 'routebook-java-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('without Java the sentence says what to install', () => {
  expect(() => findJava({ PATH: folder })).toThrow(/there is none: install Java 17 or newer/);
});

test('an old Java is named together with its version', () => {
  writeFileSync(join(folder, 'java'), '#!/bin/sh\necho \'openjdk version "11.0.2"\' >&2\n');
  chmodSync(join(folder, 'java'), 0o755);
  expect(() => findJava({ PATH: folder })).toThrow(/need a newer Java than .*java \(11\): install Java 17 or newer/);
});
