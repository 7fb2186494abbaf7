export type Row = Record<string, unknown>;
/** In an order that does not depend on where they come from. */
export const byText = (rows: readonly Row[]): Row[] =>
  rows
    .map((row) => [JSON.stringify(row), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
const rounded = (value: number | null, digits = 6): number | null => (value === null ? null : Number(value.toFixed(digits)));
/** Rows whose fractions are cut where two ways of adding up may differ. */
export const cut = (rows: readonly Row[]): Row[] =>
  byText(
    rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? rounded(value) : value])),
    ),
  );
