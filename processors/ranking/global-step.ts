import type { BridgeStatus } from '#core/domain/bridge-status.ts';
import type { FillTimesEvent } from '#core/domain/fill-times.ts';
import type { MarketEvent } from '#core/domain/market.ts';
import type { Result } from '#core/result.ts';
import type { Outcome, Step, StepBatch } from '#platform/kafka/step.ts';
import type { Codec } from '#platform/registry/codec.ts';
import { bridgeStatusFromRecord } from '#schemas/codecs/bridge-status.ts';
import { fillTimesFromRecord } from '#schemas/codecs/fill-times.ts';
import { marketEventFromRecord } from '#schemas/codecs/market-event.ts';
import type { BridgeStatusRecord } from '#schemas/generated/bridge-status.ts';
import type { FillTimesRecord } from '#schemas/generated/fill-times.ts';
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

/** The step of the topics that every ranker reads whole: prices, gas prices, bridge status and fill times. */
export const createGlobalStep = (deps: {
  topics: { readonly market: string; readonly fillTimes: string };
  marketCodec: Codec<MarketEventRecord>;
  statusCodec: Codec<BridgeStatusRecord>;
  fillTimesCodec: Codec<FillTimesRecord>;
  onMarket: (event: MarketEvent) => void;
  onStatus: (status: BridgeStatus) => void;
  onFillTimes: (event: FillTimesEvent) => void;
  flush: () => Promise<void>;
  /** What becomes of a message that cannot be read. */
  unreadable: 'drop' | 'deadLetter';
}): Step => {
  const { topics, marketCodec, statusCodec, fillTimesCodec, onMarket, onStatus, onFillTimes, flush, unreadable } = deps;
  return {
    take: (batch) => {
      if (batch.topic === topics.market)
        return readAll({ batch, codec: marketCodec, fromRecord: marketEventFromRecord, onValue: onMarket, unreadable });
      if (batch.topic === topics.fillTimes)
        return readAll({ batch, codec: fillTimesCodec, fromRecord: fillTimesFromRecord, onValue: onFillTimes, unreadable });
      return readAll({ batch, codec: statusCodec, fromRecord: bridgeStatusFromRecord, onValue: onStatus, unreadable });
    },
    flush,
  };
};
