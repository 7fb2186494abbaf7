import type { BridgeStatus } from '#core/domain/bridge-status.ts';
import type { MarketEvent } from '#core/domain/market.ts';
import type { Result } from '#core/result.ts';
import type { Outcome, Step, StepBatch } from '#platform/kafka/step.ts';
import type { Codec } from '#platform/registry/codec.ts';
import { bridgeStatusFromRecord } from '#schemas/codecs/bridge-status.ts';
import { marketEventFromRecord } from '#schemas/codecs/market-event.ts';
import type { BridgeStatusRecord } from '#schemas/generated/bridge-status.ts';
import type { MarketEventRecord } from '#schemas/generated/market-event.ts';

/** While the registry is away and a new schema id has come. */
const REGISTRY_RETRY_MS = 500;

/** Reads every message of a batch with one codec. Tombstones are dropped. */
const readAll = async <R, T>(options: {
  batch: StepBatch;
  codec: Codec<R>;
  fromRecord: (record: R) => Result<T, string>;
  onValue: (value: T) => void;
  unreadable: 'drop' | 'deadLetter';
}): Promise<Map<number, Outcome>> => {
  const { batch, codec, fromRecord, onValue, unreadable } = options;
  const outcomes = new Map<number, Outcome>();
  try {
    await codec.prepare(batch.messages.map(({ value }) => value));
  } catch (error) {
    return outcomes.set(0, { kind: 'retry', reason: String(error), afterMs: REGISTRY_RETRY_MS });
  }
  for (const [index, { value }] of batch.messages.entries()) {
    if (value === null) {
      outcomes.set(index, { kind: 'drop', reason: 'a tombstone' });
      continue;
    }
    const record = codec.decode(value);
    const read = record.ok ? fromRecord(record.value) : record;
    if (read.ok) onValue(read.value);
    else outcomes.set(index, { kind: unreadable, reason: read.error });
  }
  return outcomes;
};

/** The step of the topics that every ranker reads whole: prices, gas prices and bridge status. */
export const createGlobalStep = (deps: {
  marketTopic: string;
  marketCodec: Codec<MarketEventRecord>;
  statusCodec: Codec<BridgeStatusRecord>;
  onMarket: (event: MarketEvent) => void;
  onStatus: (status: BridgeStatus) => void;
  flush: () => Promise<void>;
  /** What becomes of a message that cannot be read. */
  unreadable: 'drop' | 'deadLetter';
}): Step => {
  const { marketTopic, marketCodec, statusCodec, onMarket, onStatus, flush, unreadable } = deps;
  return {
    take: (batch) =>
      batch.topic === marketTopic
        ? readAll({ batch, codec: marketCodec, fromRecord: marketEventFromRecord, onValue: onMarket, unreadable })
        : readAll({ batch, codec: statusCodec, fromRecord: bridgeStatusFromRecord, onValue: onStatus, unreadable }),
    flush,
  };
};
