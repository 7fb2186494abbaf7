import type { BookView } from '#sdk/book-view.ts';

/**
 * What an amount that goes in is worth, by the book's own estimates: what comes out and what is taken on the way, together. The
 * ranker priced both with its live prices. Undefined while there is no route to read it from.
 */
export const worthUsd = ({ routes }: BookView, amountIn: bigint): number | undefined => {
  const route = routes[0];
  if (route === undefined) return undefined;
  const whole = Number(route.amountOutUsd) + Number(route.cost.feesUsd);
  return (whole * Number(amountIn)) / Number(route.amountIn);
};
