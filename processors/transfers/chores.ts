import type { TransferStore } from '#platform/redis/transfer-store.ts';
import type { PositionLedger } from './position-ledger.ts';
import type { TransfersOut } from './transfers-out.ts';

/** How often the views' positions are looked at: after a flush the rebuild begins within half a second. */
const POSITIONS_MS = 500;
/** How often what time alone changes is looked for: deadlines are counted in minutes. */
const DUE_MS = 1_000;

/** What the processor does while no event comes: it sees that the views were flushed, and that a transfer has become late or expired. */
export const startChores = (deps: {
  store: TransferStore;
  ledger: PositionLedger;
  out: TransfersOut;
  now: () => number;
  onLost: () => void;
}): { stop: () => void } => {
  const { store, ledger, out, now, onLost } = deps;

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

  return {
    stop: () => {
      clearInterval(positions);
      clearInterval(due);
    },
  };
};
