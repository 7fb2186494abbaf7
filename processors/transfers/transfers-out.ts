import type { Expectations } from '#core/transfers/expectations.ts';
import { foldTransfer } from '#core/transfers/fold-transfer.ts';
import type { Publisher } from '#platform/kafka/publisher.ts';
import type { Observation, StaleTransfer, TransferStore } from '#platform/redis/transfer-store.ts';
import type { Codec } from '#platform/registry/codec.ts';
import { chainEventFromRecord } from '#schemas/codecs/chain-event.ts';
import { transferToRecord } from '#schemas/codecs/transfer.ts';
import type { ChainEventRecord } from '#schemas/generated/chain-event.ts';
import type { TransferRecord } from '#schemas/generated/transfer.ts';
import { type MadeView, makeView } from './make-view.ts';
import type { PositionLedger } from './position-ledger.ts';
import type { Promises } from './promises.ts';
import type { TransfersMetrics } from './transfers-metrics.ts';

/** Transfers that go the way together: while Redis works on some, others are folded. */
const PER_SLICE = 100;

const slices = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / PER_SLICE) }, (_, index) => items.slice(index * PER_SLICE, (index + 1) * PER_SLICE));

export interface TransfersOut {
  /** Notes what was observed of a transfer; written with the next `write`. Without an observation its view is made again as time has it. */
  note(transferKey: string, observation?: Observation): void;
  /** Sets, topic, views, positions, in this order: what breaks off is done again from the sets. Rejects when a sink is away. */
  write(): Promise<void>;
}

/** The way of observations: into the sets, and what the sets then say into the topic `transfers` and the views. */
export const createTransfersOut = (deps: {
  store: TransferStore;
  ledger: PositionLedger;
  chainEventCodec: Codec<ChainEventRecord>;
  transferCodec: Codec<TransferRecord>;
  publisher: Publisher;
  topic: string;
  expectations: Expectations;
  promises: Promises;
  metrics: TransfersMetrics;
  now: () => number;
  /** The views were flushed under us: all must be read again. */
  onLost: () => void;
}): TransfersOut => {
  const { store, ledger, chainEventCodec, transferCodec, publisher, topic, expectations, promises, metrics, now, onLost } = deps;
  // Bounded by one batch and what a failed write gave back: the runner takes no more while a write is under way.
  let noted = new Map<string, Observation[]>();
  let running: Promise<void> = Promise.resolve();

  const make = async (stale: readonly StaleTransfer[]): Promise<readonly MadeView[]> => {
    await chainEventCodec.prepare(stale.flatMap(({ held }) => held));
    const nowMs = now();
    const folded = stale.flatMap(({ version, promise, given, held }) => {
      const observations = given.map(({ event }) => event);
      for (const bytes of held) {
        const record = chainEventCodec.decode(bytes);
        const event = record.ok ? chainEventFromRecord(record.value) : record;
        if (event.ok) observations.push(event.value);
      }
      const transfer = foldTransfer(observations, nowMs, expectations);
      return transfer === undefined ? [] : [{ transfer, noted: promise, version }];
    });
    const kept = await promises.hold(folded, nowMs);
    return kept.map(({ transfer, promise }, index) => makeView(transfer, folded[index]?.version ?? 0, promise));
  };

  /** Topic before view: a view of the set's version says that the topic has it too. */
  const writeSlice = async (slice: Parameters<TransferStore['join']>[0]): Promise<readonly MadeView[]> => {
    const made = await make(await store.join(slice));
    await publisher.publishAll(
      made.map(({ transfer, view }) => ({
        topic,
        key: transfer.transferKey,
        value: transferCodec.encode(transferToRecord(transfer, view.version, view.body)),
      })),
    );
    await store.write(made.map(({ view }) => view));
    return made;
  };

  const writeAll = async (): Promise<void> => {
    const taken = noted;
    noted = new Map();
    const moves = ledger.moves();
    try {
      const begunAtMs = now();
      const made = (await Promise.all(slices([...taken]).map(writeSlice))).flat();
      metrics.written(made, now() - begunAtMs);
      if (moves.length === 0) return;
      if (await store.movePositions(moves)) ledger.written(moves);
      else onLost();
    } catch (error) {
      for (const [key, observations] of taken) noted.set(key, [...observations, ...(noted.get(key) ?? [])]);
      throw error;
    }
  };

  return {
    note: (transferKey, observation) => {
      const known = noted.get(transferKey);
      if (known === undefined) noted.set(transferKey, observation === undefined ? [] : [observation]);
      else if (observation !== undefined) known.push(observation);
    },
    write: () => {
      running = running.catch(() => undefined).then(writeAll);
      return running;
    },
  };
};
