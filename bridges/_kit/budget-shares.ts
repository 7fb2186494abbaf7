interface Budget {
  readonly perSecond: number;
  readonly burst: number;
  readonly concurrency: number;
}

/** Of what a vendor lets us ask a second, this much is kept for probes: they are asked by another process, and together they must not exceed it. */
const PROBES_SHARE = 0.05;

/** What the quotes producer may ask of a bridge. */
export const quotesBudget = ({ perSecond, burst, concurrency }: Budget): Budget => ({
  perSecond: perSecond * (1 - PROBES_SHARE),
  burst: Math.max(burst - 1, 1),
  concurrency: Math.max(concurrency - 1, 1),
});

/** The shortest time between two probes of a bridge, one of which is open at a time. */
export const probePauseMs = ({ perSecond }: Budget): number => 1_000 / (perSecond * PROBES_SHARE);
