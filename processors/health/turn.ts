import type { Assignment } from '#platform/kafka/offset-ledger.ts';
import type { PartitionStart } from '#platform/kafka/positions.ts';
import type { Bulletin } from './bulletin.ts';
import type { Checkpoint } from './checkpoint-store.ts';
import type { Ward } from './ward.ts';

/** Whose turn it is: one process has all partitions and tells how the bridges fare, the others stand by. */
export interface Turn {
  /** Partitions were given or taken away: all of them, or none. `fresh`: those whose reading is yet to begin. */
  assigned(assignment: Assignment, fresh: Assignment): void;
  /** Where to read a topic from. Takes up what the last one put away, once a turn. */
  read(topic: string): Promise<ReadonlyMap<number, number>>;
  begin(starts: readonly PartitionStart[]): void;
  /** All has been read up to now: from here on it is told. */
  caughtUp(): void;
  tellMoved(bridges: ReadonlySet<string>): void;
  /** True while it is this process that tells. */
  isOurs(): boolean;
}

const count = (assignment: Assignment): number => Object.values(assignment).reduce((sum, partitions) => sum + partitions.length, 0);

export const createTurn = (deps: { ward: Ward; bulletin: Bulletin; load: () => Promise<readonly Checkpoint[]> }): Turn => {
  const { ward, bulletin, load } = deps;
  let loading: Promise<void> | undefined;
  let assigned = false;
  let telling = false;

  const restore = async () => {
    const checkpoints = await load();
    ward.restore(checkpoints);
    for (const { health, observedAtMs } of checkpoints) bulletin.tellAfter(health.bridge, observedAtMs);
  };

  return {
    assigned: (assignment, fresh) => {
      const given = count(assignment);
      // A turn that goes on over a rebalance keeps what it holds. After a crash of the consumer all is fresh, and is begun anew.
      if (given > 0 && assigned && count(fresh) < given) return;
      assigned = given > 0;
      telling = false;
      loading = undefined;
      ward.clear();
      bulletin.forget();
    },
    read: async (topic) => {
      loading ??= restore().catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      await loading;
      return ward.positions(topic);
    },
    begin: (starts) => ward.begin(starts),
    caughtUp: () => {
      if (!assigned) return;
      telling = true;
      // A view that is away is written with the next round.
      bulletin.tellAll(ward.all()).catch(() => undefined);
    },
    tellMoved: (bridges) => {
      if (telling) bulletin.tellMoved(ward.all().filter(({ bridge }) => bridges.has(bridge)));
    },
    isOurs: () => telling,
  };
};
