import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const pages = ['README.md', 'CONTRIBUTING.md', ...globSync(['docs/**/*.md', '{bridges,clients,simnet}/**/README.md'])];
const LINES_MAX = 150;

const sections = readFileSync('docs/architecture.md', 'utf8').split(/^## /m);

describe.each(['The way of a quote', 'The way of a transfer'])('%s', (title) => {
  const section = sections.find((text) => text.startsWith(title)) ?? '';
  const files = [...section.matchAll(/^\d\. \[`([^`]+)`\]/gm)].map(([, file]) => file ?? '');

  test('is eight files', () => {
    expect(files).toHaveLength(8);
  });

  test.each(files)('%s is there, and short', (file) => {
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThanOrEqual(LINES_MAX);
  });
});

test.each(pages)('%s links only to what is there', (page) => {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link]) => link ?? '');
  expect(links.filter((link) => !existsSync(join(dirname(page), link)))).toEqual([]);
});

test.each(pages)('%s has no command that reads a file which is not there', (page) => {
  const files = [...readFileSync(page, 'utf8').matchAll(/^ {4}npm run -s bridge -- read \S+ (\S+)/gm)].map(([, file]) => file ?? '');
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

test('the README shows both commands and fits two screens', () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(readme).toContain('npm ci && npm start');
  expect(readme).toContain('npm ci && npm test');
  expect(readme.split('\n').length).toBeLessThanOrEqual(150);
});
