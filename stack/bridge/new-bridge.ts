import { cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './usage-error.ts';
import { withBridge } from './with-bridge.ts';

const TEMPLATE = '_template';
/** What stands in the template for the id, the name in code and the name in words. */
const PLACEHOLDERS = { id: 'new-bridge', identifier: 'newBridge', name: 'New Bridge' } as const;
/** Longer ids make paths and labels that nobody reads. */
const LONGEST_ID = 40;

/** What an id would be called in code and cannot be. */
const RESERVED = new Set(
  `await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements
  import in instanceof interface let new null package private protected public return static super switch this throw true try typeof
  undefined var void while with yield bridges`.split(/\s+/),
);

/**
 * Makes the folder of a bridge from the template, and names it in the registry. Every part of it compiles, and answers that it is not
 * written yet. `folder` is `bridges/`. Returns the paths below it that were written. Throws a UsageError for an id that cannot be one or
 * is taken, before anything is written.
 */
export const newBridge = (id: string, folder: string): readonly string[] => {
  const identifier = id.replace(/-([a-z0-9])/g, (_dash, letter: string) => letter.toUpperCase());
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || id.length > LONGEST_ID) {
    throw new UsageError(
      `"${id}" cannot be a bridge's id: it takes lower-case letters, digits and single hyphens, a letter first, up to ${LONGEST_ID} in all, like "stargate" or "base-bridge".`,
    );
  }
  if (RESERVED.has(identifier)) throw new UsageError(`"${id}" is a word of the language; choose another id, for example "${id}-bridge".`);
  if (existsSync(join(folder, id))) throw new UsageError(`bridges/${id} is there already; choose another id, or write on in it.`);
  const name = id.replace(/(^|-)([a-z0-9])/g, (_dash, before: string, letter: string) => `${before && ' '}${letter.toUpperCase()}`);

  const registryPath = join(folder, 'registry.ts');
  const registry = withBridge(readFileSync(registryPath, 'utf8'), { id, identifier });
  cpSync(join(folder, TEMPLATE), join(folder, id), { recursive: true, errorOnExist: true });
  const files = readdirSync(join(folder, id), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name: file }) => join(parentPath, file));
  const written = files.map((path) => {
    const text = readFileSync(path, 'utf8')
      .replaceAll(PLACEHOLDERS.id, id)
      .replaceAll(PLACEHOLDERS.identifier, identifier)
      .replaceAll(PLACEHOLDERS.name, name);
    writeFileSync(path, text);
    const renamed = path.replace(`${PLACEHOLDERS.id}.suite.ts`, `${id}.test.ts`).replace(`${PLACEHOLDERS.id}.ts`, `${id}.ts`);
    if (renamed !== path) renameSync(path, renamed);
    return renamed.slice(folder.length + 1);
  });
  writeFileSync(registryPath, registry);
  return [...written.sort(), 'registry.ts'];
};
