import type { HealthEvent, TransferEnd } from '#core/health/health-event.ts';
import { quoteLook } from '#core/health/quote-look.ts';
import { signalEvent } from '#core/health/signal-event.ts';
import { trustedTime } from '#core/health/trusted-time.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { Outcome, Step, StepBatch } from '#platform/kafka/step.ts';
import type { Codec } from '#platform/registry/codec.ts';
import { quoteEventFromRecord } from '#schemas/codecs/quote-event.ts';
import { signalFromRecord } from '#schemas/codecs/signal.ts';
import type { QuoteEventRecord } from '#schemas/generated/quote-event.ts';
import type { SignalRecord } from '#schemas/generated/signal.ts';
import type { TransferRecord } from '#schemas/generated/transfer.ts';
import type { HealthMetrics } from './health-metrics.ts';
import type { Ward } from './ward.ts';

/** While the registry is away and a new schema id has come. */
const REGISTRY_RETRY_MS = 500;
/** A consumer is given messages before it has gone to where the checkpoints end; going there takes a reading of their topic. */
const BEGIN_RETRY_MS = 20;
/** Views of transfers that were flushed are all told again: what ended longer ago than this was told before. */
const NEWS_MS = 1_800_000;

/** What a message says: of which bridge, and what, if anything. */
interface Word {
  readonly bridge: string;
  readonly event: HealthEvent | undefined;
}

/** How one topic is read. */
interface Source {
  /** Without prefix. */
  readonly topic: string;
  prepare(values: readonly (Buffer | null)[]): Promise<void>;
  read(value: Buffer | null, loggedAtMs: number): Result<Word, string>;
  /** Dead letters of a topic are its main reader's to bury; elsewhere what cannot be read is dropped and counted. */
  readonly unreadable: 'deadLetter' | 'drop';
}

const quotesSource = (topic: string, codec: Codec<QuoteEventRecord>): Source => ({
  topic,
  prepare: codec.prepare,
  unreadable: 'drop',
  read: (value, loggedAtMs) => {
    const record = codec.decode(value);
    const quote = record.ok ? quoteEventFromRecord(record.value) : record;
    if (!quote.ok) return quote;
    return ok({ bridge: quote.value.bridge, event: quoteLook(quote.value, trustedTime(quote.value.observedAtMs, loggedAtMs)) });
  },
});

const signalsSource = (topic: string, codec: Codec<SignalRecord>): Source => ({
  topic,
  prepare: codec.prepare,
  unreadable: 'deadLetter',
  read: (value, loggedAtMs) => {
    const record = codec.decode(value);
    const signal = record.ok ? signalFromRecord(record.value) : record;
    if (!signal.ok) return signal;
    return ok({ bridge: signal.value.bridge, event: signalEvent(signal.value, trustedTime(signal.value.observedAtMs, loggedAtMs)) });
  },
});

const endOf = ({ transferKey, state, observedAtMs }: TransferRecord, loggedAtMs: number): TransferEnd | undefined => {
  const arrived = state === 'COMPLETED';
  if (!arrived && state !== 'FAILED' && state !== 'REFUNDED') return undefined;
  if (observedAtMs < loggedAtMs - NEWS_MS) return undefined;
  const id = `${transferKey} ${arrived ? 'arrived' : 'lost'}`;
  return { kind: 'transfer', id, atMs: Math.min(observedAtMs, loggedAtMs), arrived };
};

const transfersSource = (topic: string, codec: Codec<TransferRecord>): Source => ({
  topic,
  prepare: codec.prepare,
  unreadable: 'drop',
  read: (value, loggedAtMs) => {
    if (value === null) return err('a tombstone');
    const record = codec.decode(value);
    return record.ok ? ok({ bridge: record.value.bridge, event: endOf(record.value, loggedAtMs) }) : record;
  },
});

/** The step of all that health is made of: real traffic, its transfers' ends, and the signals. */
export const createHealthStep = (deps: {
  /** By the topic as Kafka knows it. */
  topics: { readonly quotes: string; readonly signals: string; readonly transfers: string };
  codecs: { readonly quote: Codec<QuoteEventRecord>; readonly signal: Codec<SignalRecord>; readonly transfer: Codec<TransferRecord> };
  ward: Ward;
  metrics: HealthMetrics;
  /** A batch was folded: what these bridges' breakers say may be another now. */
  onFolded: (bridges: ReadonlySet<string>) => void;
  /** Resolves when all that was announced is acknowledged. */
  settled: () => Promise<void>;
  now: () => number;
}): Step => {
  const { topics, codecs, ward, metrics, onFolded, settled, now } = deps;
  const sources = new Map<string, Source>([
    [topics.quotes, quotesSource('quotes', codecs.quote)],
    [topics.signals, signalsSource('signals', codecs.signal)],
    [topics.transfers, transfersSource('transfers', codecs.transfer)],
  ]);

  const readAll = (source: Source, { messages, partition }: StepBatch) => {
    const outcomes = new Map<number, Outcome>();
    const byBridge = new Map<string, HealthEvent[]>();
    for (const [index, { value, timestamp, offset }] of messages.entries()) {
      const word = source.read(value, Number(timestamp));
      if (!word.ok) {
        outcomes.set(index, { kind: source.unreadable, reason: word.error });
        continue;
      }
      const { bridge, event } = word.value;
      if (event === undefined || ward.hasFolded(bridge, { topic: source.topic, partition, offset: Number(offset) })) continue;
      const events = byBridge.get(bridge);
      if (events === undefined) byBridge.set(bridge, [event]);
      else events.push(event);
    }
    return { outcomes, byBridge };
  };

  return {
    take: async (batch) => {
      const source = sources.get(batch.topic);
      if (source === undefined) throw new Error(`no source for the topic ${batch.topic}`);
      const retry = (reason: string, afterMs: number) => new Map<number, Outcome>([[0, { kind: 'retry', reason, afterMs }]]);
      if (!ward.knows(source.topic, batch.partition)) return retry('where to begin is not known yet', BEGIN_RETRY_MS);
      try {
        await source.prepare(batch.messages.map(({ value }) => value));
      } catch (error) {
        return retry(String(error), REGISTRY_RETRY_MS);
      }
      const { outcomes, byBridge } = readAll(source, batch);
      for (const [bridge, events] of byBridge) {
        const fresh = ward.fold(bridge, events, now());
        metrics.folded(source.topic, events.length, fresh);
      }
      const last = batch.messages.at(-1);
      if (last !== undefined) ward.took(source.topic, batch.partition, Number(last.offset) + 1);
      if (byBridge.size > 0) onFolded(new Set(byBridge.keys()));
      return outcomes;
    },
    flush: settled,
  };
};
