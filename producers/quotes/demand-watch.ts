import type { Planner } from './planner.ts';
import { readBook } from './read-book.ts';

/** Where demand is read; platform/redis/demand-reader.ts is one. */
export interface DemandSource {
  read(nowMs: number): Promise<readonly { readonly book: string; readonly lapsesAtMs: number }[]>;
  watch(listener: (book: string) => void): Promise<void>;
}

/** New demand is announced; this is how soon what was renewed, or announced while we were away, is known. */
const READ_MS = 1_000;
/** A book that was announced counts as demanded this long before the next reading says how long it is. */
const ANNOUNCED_MS = 5_000;

/**
 * Keeps the planner told of what is looked at. While demand cannot be read, what is known lapses in its own time.
 * Resolves when the first reading is done and announcements are heard.
 */
export const watchDemand = async (deps: {
  readonly source: DemandSource;
  readonly planner: Planner;
  readonly now: () => number;
  readonly wake: () => void;
  readonly signal: AbortSignal;
  readonly onError: (error: unknown) => void;
}): Promise<void> => {
  const { source, planner, now, wake, signal, onError } = deps;
  let timer: NodeJS.Timeout | undefined;

  const want = (key: string, lapsesAtMs: number) => {
    const book = readBook(key);
    if (book !== undefined) planner.want(book, lapsesAtMs);
  };

  const read = async () => {
    try {
      for (const { book, lapsesAtMs } of await source.read(now())) want(book, lapsesAtMs);
      wake();
    } catch (error) {
      onError(error);
    }
    if (!signal.aborted) timer = setTimeout(() => void read(), READ_MS);
  };

  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  await source.watch((key) => {
    want(key, now() + ANNOUNCED_MS);
    wake();
  });
  await read();
};
