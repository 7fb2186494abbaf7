import { ALL_CORRIDORS, fillTimesKey } from '#core/domain/fill-times.ts';
import type { DirectoryReader } from '#platform/redis/directory-reader.ts';
import type { FigureReader } from '#platform/redis/figure-reader.ts';
import type { BridgeInFullJson, BridgeJson } from '#schemas/api/lists.ts';

/** How often the bridges' state is read: it is for eyes, not for ranking. A breaker that moves is announced, and read at once. */
const READ_EVERY_MS = 2_000;

/** The bridges in use and how they fare, held in memory. */
export interface BridgeBoard {
  /** Sorted by id. */
  all(): readonly BridgeJson[];
  /** One, with the figures of each of its corridors; undefined when it is not in use. */
  inFull(id: string): BridgeInFullJson | undefined;
  onChange(listener: (changed: readonly BridgeJson[]) => void): () => void;
  close(): void;
}

export const createBridgeBoard = (deps: { reader: DirectoryReader; figures: FigureReader }): BridgeBoard => {
  let bridges: readonly BridgeJson[] = [];
  let figures: Awaited<ReturnType<FigureReader['all']>> = new Map();
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
    const answers = await Promise.all([deps.reader.bridges(), deps.figures.all()]).catch(() => undefined);
    if (answers === undefined) return;
    const latest = answers[0].map((bridge) => ({ ...bridge, figures: answers[1].get(fillTimesKey(bridge.id, ALL_CORRIDORS)) ?? null }));
    figures = answers[1];
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
    inFull: (id) => {
      const bridge = bridges.find((one) => one.id === id);
      if (bridge === undefined) return undefined;
      const own = fillTimesKey(id, '');
      const byCorridor = [...figures].flatMap(([name, of]) => (name.startsWith(own) ? [{ corridor: name.slice(own.length), ...of }] : []));
      const named = byCorridor.filter(({ corridor }) => corridor !== ALL_CORRIDORS);
      return { ...bridge, figuresByCorridor: named.sort((a, b) => (a.corridor < b.corridor ? -1 : 1)) };
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => clearInterval(timer),
  };
};
