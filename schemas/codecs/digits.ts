const ZERO = 48;
const POINT = 46;
const MINUS = 45;

const MILLION = 1_000_000;
const HUNDRED_MILLION = 100_000_000;
/** Scores are published with four decimals. */
const SCORE_UNITS = 10_000;
const SCORE_DIGITS = 4;
const USD_DIGITS = 6;

/**
 * Millionths of a dollar below this differ from the exact product by less than a thousandth, so that rounding is certain but for those
 * that lie nearer than that to a half.
 */
const MILLIONTHS_MAX = 2 ** 43;
const NEAR_A_HALF = 0.001;

/** The longest that any of these writes; whoever calls has made that much room. */
export const DIGITS_ROOM = 24;

/** Writes the last `count` digits of `value`, with leading zeros. An integer that fits 32 bits. */
const putPadded = (bytes: Uint8Array, at: number, value: number, count: number): number => {
  let rest = value | 0;
  for (let place = at + count - 1; place >= at; place -= 1) {
    const tens = (rest / 10) | 0;
    bytes[place] = ZERO + rest - tens * 10;
    rest = tens;
  }
  return at + count;
};

const putSmall = (bytes: Uint8Array, at: number, value: number): number => {
  let count = 1;
  for (let bound = 10; value >= bound; bound *= 10) count += 1;
  return putPadded(bytes, at, value, count);
};

/** Writes an integer from 0 to 2^53 as decimal digits into `bytes` from `at` on. Gives the place behind them. */
export const putInteger = (bytes: Uint8Array, at: number, value: number): number => {
  if (value < HUNDRED_MILLION) return putSmall(bytes, at, value);
  const high = Math.floor(value / HUNDRED_MILLION);
  return putPadded(
    bytes,
    high < HUNDRED_MILLION ? putSmall(bytes, at, high) : putInteger(bytes, at, high),
    value - high * HUNDRED_MILLION,
    8,
  );
};

/** Writes a score as JSON has it. Gives -1, and writes nothing, when it is none: not of four decimals, not within 0 to 100. */
export const putScore = (bytes: Uint8Array, at: number, score: number): number => {
  const units = Math.round(score * SCORE_UNITS);
  if (!(units >= 0 && units <= MILLION) || units / SCORE_UNITS !== score) return -1;
  const whole = (units / SCORE_UNITS) | 0;
  const rest = units - whole * SCORE_UNITS;
  const point = putSmall(bytes, at, whole);
  if (rest === 0) return point;
  bytes[point] = POINT;
  let end = putPadded(bytes, point + 1, rest, SCORE_DIGITS);
  while (bytes[end - 1] === ZERO) end -= 1;
  return end;
};

/** Writes dollars as `formatUsd` does, in a tenth of the time that its text takes (17 ns for 160). Gives -1, and writes nothing, for the few that take `formatUsd` itself. */
export const putUsd = (bytes: Uint8Array, at: number, usd: number): number => {
  const exact = Math.abs(usd) * MILLION;
  if (!(exact < MILLIONTHS_MAX)) return -1;
  const below = Math.floor(exact);
  const over = exact - below - 0.5;
  if (over < NEAR_A_HALF && over > -NEAR_A_HALF) return -1;
  const millionths = over > 0 ? below + 1 : below;
  const whole = Math.floor(millionths / MILLION);
  let place = at;
  if (usd < 0) {
    bytes[place] = MINUS;
    place += 1;
  }
  place = putSmall(bytes, place, whole);
  bytes[place] = POINT;
  return putPadded(bytes, place + 1, millionths - whole * MILLION, USD_DIGITS);
};
