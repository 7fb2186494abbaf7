import type { StartAt } from '#platform/kafka/positions.ts';
import type { TransferStore } from '#platform/redis/transfer-store.ts';
import type { PositionLedger } from './position-ledger.ts';

/** Each partition begins where the views say that they hold it, and the ledger is told. */
export const whereViewsEnd = ({ store, ledger }: { store: Pick<TransferStore, 'positions'>; ledger: PositionLedger }): StartAt => {
  let stored: ReadonlyMap<number, number> = new Map();
  return {
    kind: 'stored',
    read: async () => {
      stored = await store.positions();
      return stored;
    },
    onBegin: (starts) => ledger.begin(starts, stored),
  };
};
