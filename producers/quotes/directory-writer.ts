import type { QuotaStore, StoredSlices } from '#platform/redis/quota-store.ts';
import type { BridgeEntry } from './bridge-board.ts';
import type { BaseCorridor } from './ladder.ts';

/** Where the directory is kept; platform/redis/corridor-directory.ts is one. */
export interface Directory {
  writeCorridors(corridors: readonly BaseCorridor[]): Promise<void>;
  writeBridges(entries: readonly BridgeEntry[]): Promise<void>;
}

/** Written again this often without a change, so that a flushed Redis heals and "last answer" is never older. */
const WRITE_MS = 5_000;

/** Publishes what is sampled and how the bridges fare: on change, and every 5 s. */
export const startDirectoryWriter = (deps: {
  readonly directory: Directory;
  readonly corridors: () => readonly BaseCorridor[];
  readonly bridges: () => readonly BridgeEntry[];
  readonly quotas: QuotaStore;
  /** What counts against each quota now. */
  readonly spent: () => ReadonlyMap<string, StoredSlices>;
  readonly signal: AbortSignal;
  readonly onError: (error: unknown) => void;
}): { changed(): void } => {
  const { directory, corridors, bridges, quotas, spent, signal, onError } = deps;
  let writing = false;
  let again = false;
  const write = async () => {
    if (writing) {
      again = true;
      return;
    }
    writing = true;
    do {
      again = false;
      try {
        await directory.writeCorridors(corridors());
        await directory.writeBridges(bridges());
        await quotas.write(spent());
      } catch (error) {
        onError(error);
      }
    } while (again && !signal.aborted);
    writing = false;
  };
  const timer = setInterval(() => void write(), WRITE_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  void write();
  return { changed: () => void write() };
};
