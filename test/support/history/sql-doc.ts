import { readFileSync } from 'node:fs';

/** A question of docs/sql.md: its SQL, the parameters' values, and the answer that is shown. */
export interface DocumentedQuery {
  /** Its number and its words. */
  readonly title: string;
  readonly sql: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  /** The rows that are shown, cell by cell. */
  readonly rows: readonly (readonly string[])[];
  /** Whether there are more than are shown. */
  readonly isCut: boolean;
}

/** The first day of the world in the document. */
export const DOCUMENTED_START_MS = Date.UTC(2026, 10, 16);
const DAY_MS = 86_400_000;

const moveDays = (text: string, days: number): string =>
  text.replaceAll(/\b20\d\d-\d\d-\d\d\b/g, (date) => new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10));

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

const parse = (section: string): DocumentedQuery => {
  const [, title = ''] = /^### (.+)$/m.exec(section) ?? [];
  const [, block = ''] = /```sql\n([\s\S]*?)```/.exec(section) ?? [];
  const parameters = Object.fromEntries([...block.matchAll(/^-- (\w+) = (.+)$/gm)].map(([, name = '', value = '']) => [name, value]));
  const lines = section.split('\n');
  const table = lines.filter((line) => line.startsWith('|'));
  const [head = '', , ...body] = table;
  return {
    title,
    sql: block.replaceAll(/^-- .*\n/gm, ''),
    parameters,
    columns: cellsOf(head),
    rows: body.map(cellsOf).filter((cells) => cells[0] !== '…'),
    isCut: body.some((line) => cellsOf(line)[0] === '…'),
  };
};

/** The questions, with all days moved so that the world begins at `startMs`, a midnight. */
export const documentedQueries = (startMs: number): readonly DocumentedQuery[] => {
  const text = moveDays(readFileSync('docs/sql.md', 'utf8'), (startMs - DOCUMENTED_START_MS) / DAY_MS);
  return text
    .slice(text.indexOf('## Twenty questions'))
    .split(/^(?=### )/m)
    .slice(1)
    .map(parse);
};
