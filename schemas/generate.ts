import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { typescriptOf } from './typescript-of.ts';

/**
 * Writes `schemas/generated/*.ts` from `schemas/avro/*.avsc`: the schema itself, so that no service reads files at run
 * time, and the shape of its records. `--check` writes nothing and fails when what is there is stale.
 */

const AVRO = join(import.meta.dirname, 'avro');
const GENERATED = join(import.meta.dirname, 'generated');

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

const wanted = new Map(
  readdirSync(AVRO)
    .filter((file) => file.endsWith('.avsc'))
    .sort()
    .map((file) => {
      const name = basename(file, '.avsc');
      return [`${name}.ts`, typescriptOf(name, JSON.parse(readFileSync(join(AVRO, file), 'utf8')))];
    }),
);

const read = (file: string): string | undefined => {
  try {
    return readFileSync(join(GENERATED, file), 'utf8');
  } catch {
    return undefined;
  }
};

const present = readdirSync(GENERATED).filter((file) => file.endsWith('.ts'));
const stale = [...wanted].flatMap(([file, text]) => (read(file) === text ? [] : [file]));
const surplus = present.filter((file) => !wanted.has(file));

if (values.check) {
  if (stale.length + surplus.length > 0) {
    process.stderr.write(`schemas/generated is stale (${[...stale, ...surplus].join(', ')}): run npm run generate\n`);
    process.exitCode = 1;
  }
} else {
  for (const file of stale) writeFileSync(join(GENERATED, file), wanted.get(file) ?? '');
  process.stdout.write(`${stale.length} of ${wanted.size} files written\n`);
}
