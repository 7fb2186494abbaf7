import { DDSketch } from '@datadog/sketches-js';

/** Of a value read from bins against the value that was put in. */
const RELATIVE_ACCURACY = 0.01;

/** Block times count whole seconds: what took less is taken for one. */
const DURATION_MS_MIN = 1_000;
/** What took longer than figures are kept tells of no usual fill, and would make bins without end. */
const DURATION_MS_MAX = 7 * 24 * 3_600_000;

/** A sketch's counts by bin: what is stored of it, added up and taken away again. */
export type Bins = ReadonlyMap<number, number>;

const { mapping } = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });

/** The bin of a duration. A DDSketch is nothing but counts by bin, so that sketches merge by adding and a value leaves by subtracting. */
export const binOf = (durationMs: number): number => mapping.key(Math.min(Math.max(durationMs, DURATION_MS_MIN), DURATION_MS_MAX));

/** Quantiles of what the bins hold, in ms, each within 1 % of a value that was put in; 0 when they are empty. */
export const quantilesOf = (bins: Bins): { readonly p50: number; readonly p90: number; readonly p99: number } => {
  if (bins.size === 0) return { p50: 0, p90: 0, p99: 0 };
  const sketch = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });
  for (const [bin, count] of bins) sketch.accept(mapping.value(bin), count);
  const at = (quantile: number) => Math.round(sketch.getValueAtQuantile(quantile));
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99) };
};
