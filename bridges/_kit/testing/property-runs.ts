/** The same cases on every run: a failure names its seed and path. */
export const SEED = 20_261_120;
export const RUNS = 400;
/** For each recorded answer. */
export const MUTATIONS = 1_000;
