/** How far back price moves count. */
const WINDOW_MS = 300_000;
/** Prices come every few seconds; beyond this many in the window the oldest go. */
const SAMPLES_MAX = 120;
/** A range within the window up to here is calm: no weight moves at all. */
const CALM_RANGE = 0.005;
/** From here on the market is as wild as it gets. */
const WILD_RANGE = 0.05;
/** Volatility moves in twentieths, so that a quiet walk of prices does not re-weigh every book at every tick. */
const STEPS = 20;

interface Sample {
  readonly observedAtMs: number;
  readonly usd: number;
}

/** Adds a price to a history that is in order of observation, wherever it belongs; the same moment is kept once. */
export const addSample = (history: readonly Sample[], sample: Sample): readonly Sample[] => {
  const merged = history.filter(({ observedAtMs }) => observedAtMs !== sample.observedAtMs);
  merged.push(sample);
  merged.sort((a, b) => a.observedAtMs - b.observedAtMs);
  const newest = merged.at(-1)?.observedAtMs ?? 0;
  return merged.filter(({ observedAtMs }) => observedAtMs > newest - WINDOW_MS).slice(-SAMPLES_MAX);
};

/** 0 (calm) to 1 (wild): the range of the price over its last five minutes, against its least. */
export const volatilityOf = (history: readonly Sample[]): number => {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const { usd } of history) {
    least = Math.min(least, usd);
    most = Math.max(most, usd);
  }
  if (!(least > 0) || history.length < 2) return 0;
  const share = ((most - least) / least - CALM_RANGE) / (WILD_RANGE - CALM_RANGE);
  return Math.min(Math.max(Math.round(share * STEPS) / STEPS, 0), 1);
};

export type { Sample };
