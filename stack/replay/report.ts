import { addComparisons, type Comparison, NOTHING_COMPARED } from '#core/replay/compare-firsts.ts';

export interface CorridorComparison {
  readonly corridor: string;
  readonly books: number;
  readonly comparison: Comparison;
}

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
const bps = (value: number | null): string => (value === null ? '–' : `${value > 0 ? '+' : ''}${value.toFixed(2)}`);

/** Mean of what the first pays more or less where another bridge is first, by time; null where it never is. */
export const meanBps = ({ bpsSum, bpsMs }: Comparison): number | null => (bpsMs === 0 ? null : bpsSum / bpsMs);

export const totalOf = (corridors: readonly CorridorComparison[]): CorridorComparison => ({
  corridor: 'all corridors',
  books: corridors.reduce((sum, { books }) => sum + books, 0),
  comparison: corridors.reduce((sum, { comparison }) => addComparisons(sum, comparison), NOTHING_COMPARED),
});

const HEAD = ['corridor', 'books', 'first places', 'changed', '', 'of the time', 'bps mean', 'least', 'most'];
/** Rows of corridors that are shown; the rest is in the total, and in --json. */
const CORRIDORS_MAX = 40;

const cellsOf = ({ corridor, books, comparison }: CorridorComparison): readonly string[] => {
  const { places, changed, comparedMs, differentMs, leastBps, mostBps } = comparison;
  return [
    corridor,
    String(books),
    String(places),
    String(changed),
    percent(changed, places),
    percent(differentMs, comparedMs),
    bps(meanBps(comparison)),
    bps(leastBps),
    bps(mostBps),
  ];
};

const table = (rows: readonly (readonly string[])[]): string => {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** What a replay found, in words and a table. */
export const reportOf = (corridors: readonly CorridorComparison[], about: { readonly precisionMs: number }): string => {
  const total = totalOf(corridors);
  const { places, changed, tooShort, unknown, moves } = total.comparison;
  const byChange = corridors.toSorted((a, b) => b.comparison.differentMs - a.comparison.differentMs || (a.corridor < b.corridor ? -1 : 1));
  const left = corridors.length - CORRIDORS_MAX;
  return [
    `Of ${places} first places ${changed} would have been another bridge’s (${percent(changed, places)}).`,
    '',
    table([HEAD, ...byChange.slice(0, CORRIDORS_MAX).map(cellsOf), cellsOf(total)]),
    ...(left > 0 ? [`(${left} more corridors are in the total; --json shows all)`] : []),
    '',
    ...moves.slice(0, 10).map(({ from, to, times, ms }) => `${from} → ${to || 'no route'}: ${times} ×, ${(ms / 1_000).toFixed(0)} s`),
    ...(moves.length > 0 ? [''] : []),
    'bps: what the first pays out in the replay less what it paid, where it is another bridge; by time, in basis points of what it paid.',
    `What lasted less than ${(about.precisionMs / 1_000).toFixed(1)} s is not told from the replay’s own delay: ${tooShort} first places. Not heard of in the replay: ${unknown}.`,
  ].join('\n');
};
