/** Liquidity of the hub's pools, in whole tokens: what the contracts are given and what the limits follow from. */
export const HUB_LIQUIDITY: Readonly<Record<string, string>> = { USDC: '12000000', USDT: '8000000', WETH: '6000', DAI: '1500000' };

/** An interest curve with a kink, rates a year. As AcrossConfigStore publishes it: from R0 to R0 + R1 at UBar, then steeper by R2. */
export interface RateModel {
  readonly ubar: number;
  readonly r0: number;
  readonly r1: number;
  readonly r2: number;
}

export const RATE_MODEL: RateModel = { ubar: 0.8, r0: 0, r1: 0.012, r2: 0.06 };

const scaled = (value: number): string => BigInt(Math.round(value * 1e18)).toString();

/** The text that AcrossConfigStore keeps for a token: numbers scaled by 1e18. */
export const rateModelJson = ({ ubar, r0, r1, r2 }: RateModel): string =>
  JSON.stringify({ rateModel: { UBar: scaled(ubar), R0: scaled(r0), R1: scaled(r1), R2: scaled(r2) } });

/** The share of an amount that liquidity providers take for the week or so until a relayer is repaid, at a utilisation of 0 to 1. */
export const lpShare = ({ ubar, r0, r1, r2 }: RateModel, utilisation: number): number => {
  const used = Math.min(1, Math.max(0, utilisation));
  const yearly = used <= ubar ? r0 + (r1 * used) / ubar : r0 + r1 + (r2 * (used - ubar)) / (1 - ubar);
  return yearly / WEEKS_A_YEAR;
};

const WEEKS_A_YEAR = 52;
