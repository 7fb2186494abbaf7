import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One file of `schemas/clickhouse`, ready to be run. */
export interface Migration {
  /** The file's name without its ending, for example `0001_quotes`. */
  readonly name: string;
  /** SHA-256 of the file as it lies there, hexadecimal. */
  readonly checksum: string;
  readonly statements: readonly string[];
}

const NAME = /^\d{4}_[a-z0-9_]+\.sql$/;

/**
 * Fills the slots by which one tree of files serves a single server and a cluster: `{{ON CLUSTER}}` is empty on a single server, and
 * `{{MergeTree}}`, `{{ReplacingMergeTree}}` are replicated engines on a cluster. Throws on a slot that is not known.
 */
export const fillSlots = (sql: string, cluster: string): string =>
  sql.replaceAll(/\{\{([^}]*)\}\}/g, (_, slot: string) => {
    if (slot === 'ON CLUSTER') return cluster === '' ? '' : `ON CLUSTER '${cluster}'`;
    if (/^[A-Za-z]*MergeTree$/.test(slot)) return cluster === '' ? slot : `Replicated${slot}`;
    throw new Error(`no such slot: {{${slot}}}`);
  });

/** Statements end with a semicolon at the end of a line; lines that begin with -- are comments. */
const statementsOf = (sql: string): readonly string[] =>
  sql
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('--'))
    .join('\n')
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');

/** The migrations of a folder, in the order in which they run. Throws when two begin with the same number. */
export const readMigrations = (folder: string, cluster: string): readonly Migration[] => {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  const numbers = new Set<string>();
  return files.map((file) => {
    const number = file.slice(0, 4);
    if (!NAME.test(file) || numbers.has(number)) throw new Error(`${file}: a migration is called 0001_what_it_does.sql, each number once`);
    numbers.add(number);
    const text = readFileSync(join(folder, file), 'utf8');
    return {
      name: file.slice(0, -'.sql'.length),
      checksum: createHash('sha256').update(text).digest('hex'),
      statements: statementsOf(fillSlots(text, cluster)),
    };
  });
};
