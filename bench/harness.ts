/** One figure of a benchmark, beside what it is compared with in the same run. */
export interface Measurement {
  /** What was measured, for example `p50 quote → WebSocket`. */
  readonly what: string;
  readonly value: number;
  readonly unit: 'ops/s' | 'ms' | 'KiB' | 's' | '%' | 'bytes';
  /** The same task done by a peer or in the barest way, in the same run. */
  readonly baseline?: { readonly what: string; readonly value: number };
  /** What DESIGN §8 asks of `value`. */
  readonly budget?: { readonly atLeast?: number; readonly atMost?: number };
  /** What DESIGN §8 asks of value ÷ baseline. */
  readonly ratioBudget?: { readonly atLeast?: number; readonly atMost?: number };
}

export interface Benchmark {
  readonly name: string;
  /** One sentence: what is run, how, and what shares the machine with it. */
  readonly about: string;
  /** It takes long: it runs when it is named, and not with all of them. */
  readonly onlyByName?: true;
  run(engines: BenchEngines, report: (progress: string) => void): Promise<readonly Measurement[]>;
}

/** URLs of engines that the runner has started for the benchmarks alone. */
export interface BenchEngines {
  readonly kafkaBrokers: string;
  readonly registryUrl: string;
  readonly redisUrl: string;
  readonly clickhouseUrl: string;
}

const within = (value: number, bounds: { atLeast?: number; atMost?: number }): boolean =>
  value >= (bounds.atLeast ?? Number.NEGATIVE_INFINITY) && value <= (bounds.atMost ?? Number.POSITIVE_INFINITY);

export const ratioOf = ({ value, baseline }: Measurement): number | undefined =>
  baseline === undefined || baseline.value === 0 ? undefined : value / baseline.value;

/** Whether a measurement meets what is asked of it; undefined when nothing is. */
export const meets = (measurement: Measurement): boolean | undefined => {
  const { budget, ratioBudget, value } = measurement;
  const ratio = ratioOf(measurement);
  if (budget === undefined && (ratioBudget === undefined || ratio === undefined)) return undefined;
  return (
    (budget === undefined || within(value, budget)) && (ratioBudget === undefined || ratio === undefined || within(ratio, ratioBudget))
  );
};

/** The value below which `share` (0 to 1) of the sorted samples lie. */
export const quantile = (samples: readonly number[], share: number): number => {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};
