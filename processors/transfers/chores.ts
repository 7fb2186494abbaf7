import type { TransferStore } from '#platform/redis/transfer-store.ts';
import type { LiveFigures } from './figures.ts';
import type { PositionLedger } from './position-ledger.ts';
import type { TransfersOut } from './transfers-out.ts';

/** How often the views' positions are looked at: after a flush the rebuild begins within half a second. */
const POSITIONS_MS = 500;
/** How often what time alone changes is looked for: deadlines are counted in minutes. */
const DUE_MS = 1_000;
/** How often the figures are looked after: two small questions to Redis when nothing has changed. */
const FIGURES_MS = 1_000;
/** How often it is asked whether what was promised was flushed. */
const PROMISES_MS = 5_000;

/**
 * What the processor does while no event comes: it sees that the views were flushed, that a transfer has become late or expired, and that
 * the figures have moved on.
 */
export const startChores = (deps: {
  store: TransferStore;
  ledger: PositionLedger;
  out: TransfersOut;
  figures: LiveFigures;
  restorePromises: () => Promise<void>;
  now: () => number;
  onLost: () => void;
}): { stop: () => void } => {
  const { store, ledger, out, figures, restorePromises, now, onLost } = deps;

  const repeat = (everyMs: number, work: () => Promise<void>): NodeJS.Timeout => {
    let busy = false;
    return setInterval(() => {
      if (busy) return;
      busy = true;
      // Redis or Kafka is away; the next round tries again, and the clients log the outage.
      void work()
        .catch(() => undefined)
        .finally(() => {
          busy = false;
        });
    }, everyMs);
  };

  const positions = repeat(POSITIONS_MS, async () => {
    // What we have written must be asked for first: it only grows.
    const known = ledger.stored();
    const held = await store.positions();
    if (known.some(({ partition, position }) => (held.get(partition) ?? -1) < position)) onLost();
  });
  const due = repeat(DUE_MS, async () => {
    const keys = await store.due(now());
    if (keys.length === 0) return;
    for (const key of keys) out.note(key);
    await out.write();
  });

  const timers = [positions, due, repeat(FIGURES_MS, figures.refresh), repeat(PROMISES_MS, restorePromises)];

  return {
    stop: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
};
