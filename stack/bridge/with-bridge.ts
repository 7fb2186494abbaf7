/** Where the formatter breaks a line. */
const LINE_WIDTH = 140;

const LIST = /export const BRIDGES: readonly Bridge\[\] = \[([^\]]*)\];/;

/** The text of bridges/registry.ts with one bridge more: its import, in the order of paths, and its place at the list's end. */
export const withBridge = (registry: string, { id, identifier }: { readonly id: string; readonly identifier: string }): string => {
  const listed = LIST.exec(registry)?.[1];
  if (listed === undefined) throw new Error('bridges/registry.ts has no list of bridges');
  const names = listed.split(',').flatMap((name) => name.trim() || []);
  const line = `export const BRIDGES: readonly Bridge[] = [${[...names, identifier].join(', ')}];`;
  const list =
    line.length <= LINE_WIDTH ? line : `export const BRIDGES: readonly Bridge[] = [\n  ${[...names, identifier].join(',\n  ')},\n];`;

  const lines = registry.replace(LIST, () => list).split('\n');
  const own = `import { ${identifier} } from './${id}/${id}.ts';`;
  const pathOf = (one: string): string => /from '(\.\/.*)';$/.exec(one)?.[1] ?? '';
  const last = lines.findLastIndex((one) => one.startsWith('import '));
  const before = lines.findIndex((one) => one.startsWith('import ') && /^\.\/[a-z]/.test(pathOf(one)) && pathOf(one) > pathOf(own));
  return lines.toSpliced(before === -1 ? last + 1 : before, 0, own).join('\n');
};
