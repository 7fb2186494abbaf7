import { readFile } from 'node:fs/promises';
import type { Measurement } from './harness.ts';

/** What one benchmark measured, as `bench/results/latest.json` keeps it. */
export interface BenchResult {
  readonly name: string;
  readonly about: string;
  /** RFC 3339: benchmarks are run alone too, so each says when. */
  readonly measuredAt: string;
  readonly measurements: readonly (Measurement & { readonly met: boolean | null })[];
}

/** The results that a file holds; none when there is no such file. */
export const resultsIn = async (path: string): Promise<readonly BenchResult[]> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? [] : (JSON.parse(text) as { results: BenchResult[] }).results;
};

/** `later` in place of the results of the same name, the rest of `earlier` as it was; only names of `order`, in its order. */
export const mergeResults = (
  earlier: readonly BenchResult[],
  later: readonly BenchResult[],
  order: readonly string[],
): readonly BenchResult[] => {
  const byName = new Map([...earlier, ...later].map((result) => [result.name, result]));
  return order.flatMap((name) => byName.get(name) ?? []);
};
