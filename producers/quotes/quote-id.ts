/** 2^41 ms in base 36 has nine digits: enough until the year 2527, and ids sort as their times do. */
const TIME_DIGITS = 9;
const COUNT_DIGITS = 6;
const COUNT_MAX = 36 ** COUNT_DIGITS;

/** Ids that rise with time and are unique as long as no two processes share `instance`. */
export const createQuoteIds = (instance: string, now: () => number): (() => string) => {
  let count = 0;
  return () => {
    count = (count + 1) % COUNT_MAX;
    return `${now().toString(36).padStart(TIME_DIGITS, '0')}-${instance}-${count.toString(36).padStart(COUNT_DIGITS, '0')}`;
  };
};
