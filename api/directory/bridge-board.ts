import type { DirectoryReader } from '#platform/redis/directory-reader.ts';
import type { BridgeJson } from '#schemas/api/lists.ts';

/** How often the bridges' state is read: it is for eyes, not for ranking. A breaker that moves is announced, and read at once. */
const READ_EVERY_MS = 2_000;

/** The bridges in use and how they fare, held in memory. */
export interface BridgeBoard {
  /** Sorted by id. */
  all(): readonly BridgeJson[];
  onChange(listener: (changed: readonly BridgeJson[]) => void): () => void;
  close(): void;
}

export const createBridgeBoard = (deps: { reader: DirectoryReader }): BridgeBoard => {
  let bridges: readonly BridgeJson[] = [];
  // Bounded by the bridges in use.
  let texts = new Map<string, string>();
  const listeners = new Set<(changed: readonly BridgeJson[]) => void>();

  let watched = false;
  const watch = async () => {
    if (watched) return;
    watched = await deps.reader
      .watchBreakers(() => void read())
      .then(
        () => true,
        () => false,
      );
  };
  const read = async () => {
    await watch();
    // While Redis is away what was last known stands; readiness says that it is away.
    const latest = await deps.reader.bridges().catch(() => undefined);
    if (latest === undefined) return;
    const next = new Map(latest.map((bridge) => [bridge.id, JSON.stringify(bridge)]));
    const changed = latest.filter(({ id }) => texts.get(id) !== next.get(id));
    bridges = latest;
    texts = next;
    if (changed.length > 0) for (const listener of listeners) listener(changed);
  };
  const timer = setInterval(() => void read(), READ_EVERY_MS);
  void read();

  return {
    all: () => bridges,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => clearInterval(timer),
  };
};
