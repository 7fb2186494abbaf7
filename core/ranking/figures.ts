/**
 * The numbers that every ranking reads of every bridge, a row a bridge, side by side in one array. As fields of objects each
 * number lies in a box of its own; fetching ten bridges' boxes from all over the memory was half of a ranking's time.
 */
export type Figures = Float64Array;

/** Columns of a row. Those of the answer … */
export const VALID_UNTIL_MS = 0;
/** Rounded; where two are level the bigints decide. */
export const AMOUNT_OUT = 1;
/** … what it comes to by itself … */
export const ETA_SECONDS = 2;
export const COST_USD = 3;
export const NOTIONAL_USD = 4;
export const SPEED = 5;
export const RELIABILITY = 6;
export const LIQUIDITY = 7;
/** … and among the others. */
export const COST = 8;
export const TOTAL = 9;

export const COLUMNS = 10;

/** Room for `rows` rows, with what stands in `before`. */
export const figuresFor = (rows: number, before?: Figures): Figures => {
  const figures = new Float64Array(rows * COLUMNS);
  if (before !== undefined) figures.set(before);
  return figures;
};
