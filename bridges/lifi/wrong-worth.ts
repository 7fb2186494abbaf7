import type { FeeCost, Step, Token } from './schemas.ts';

/** Nobody gives back more than this share of the worth of an amount. */
const WORTH_OUT_MAX = 1.05;
/** What fees and the output leave unexplained of the worth: twice what it may be in amounts, as two prices are never of one moment. */
const WORTH_LOST_MAX = 0.1;

/**
 * Why what comes out cannot be worth what goes in, by the answer's own figures in USD: more than that, or far less than the fees leave. Prices count
 * before the worth of an amount, which is for show. Undefined where it says neither; figures in USD refuse and never make an amount.
 */
export const wrongWorth = ({ action, estimate }: Step): string | undefined => {
  const { fromToken, toToken, fromAmount } = action;
  const priced = [priceOf(fromToken), priceOf(toToken)].every((price) => price !== undefined);
  const given = priced ? worthOf(fromToken, fromAmount) : positive(estimate.fromAmountUSD);
  const got = priced ? worthOf(toToken, estimate.toAmount) : positive(estimate.toAmountUSD);
  if (given === undefined || got === undefined) return undefined;
  if (got > given * WORTH_OUT_MAX) return `${got} USD come out, ${given} USD go in`;
  const taken = worthTaken((estimate.feeCosts ?? []).filter(({ included }) => included));
  if (taken === undefined || got + taken >= given * (1 - WORTH_LOST_MAX)) return undefined;
  return `${got} USD come out, ${given} USD go in, and the fees are worth ${taken} USD`;
};

const positive = (told: unknown): number | undefined => {
  const figure = Number(typeof told === 'string' && told.trim() !== '' ? told : Number.NaN);
  return figure > 0 && Number.isFinite(figure) ? figure : undefined;
};

const priceOf = ({ priceUSD }: Token): number | undefined => positive(priceUSD);

const worthOf = (token: Token, amount: bigint): number | undefined => {
  const price = priceOf(token);
  return price === undefined ? undefined : (Number(amount) / 10 ** token.decimals) * price;
};

/** Undefined where one of them has no price: then nothing is known of what is left. */
const worthTaken = (costs: readonly FeeCost[]): number | undefined => {
  let sum = 0;
  for (const { token, amount } of costs) {
    const worth = amount === 0n ? 0 : worthOf(token, amount);
    if (worth === undefined) return undefined;
    sum += worth;
  }
  return sum;
};
