import type { IHeaders } from 'kafkajs';
import { type Corridor, corridorById } from '#core/domain/corridor.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { Outcome, Step } from '#platform/kafka/step.ts';
import type { Codec } from '#platform/registry/codec.ts';
import { quoteEventFromRecord } from '#schemas/codecs/quote-event.ts';
import type { QuoteEventRecord } from '#schemas/generated/quote-event.ts';
import type { TraceHeader } from './book-traces.ts';

/** A producer's clock may run ahead of ours by so much; a quote from further in the future would outrank all that follow. */
const AHEAD_MS_MAX = 60_000;
/** While the registry is away and a new schema id has come. */
const REGISTRY_RETRY_MS = 500;
/** Corridors between listed assets number some thousand; the cache spares parsing them. */
const CORRIDORS_MAX = 10_000;

const createCorridorCache = () => {
  const known = new Map<string, Corridor>();
  return (id: string): Corridor | undefined => {
    const cached = known.get(id);
    if (cached !== undefined) return cached;
    const corridor = corridorById(id);
    if (corridor === undefined) return undefined;
    if (known.size >= CORRIDORS_MAX) known.clear();
    known.set(id, corridor);
    return corridor;
  };
};

/** A header that a sender repeats is a list; a trace has one parent. */
const traceOf = (headers: IHeaders | undefined): TraceHeader | undefined => {
  const header = headers?.traceparent;
  return Array.isArray(header) ? header[0] : header;
};

/** The step of the topic `quotes`: decodes, folds, and has the books that changed written once a batch. */
export const createQuoteStep = (deps: {
  codec: Codec<QuoteEventRecord>;
  /** `traceparent` is there when the quote is traced. */
  fold: (event: QuoteEvent, corridor: Corridor, partition: number, traceparent: TraceHeader | undefined) => void;
  flush: () => Promise<void>;
  now: () => number;
}): Step => {
  const { codec, fold, flush, now } = deps;
  const corridorOf = createCorridorCache();

  const read = (bytes: Buffer | null, latestMs: number): Result<{ event: QuoteEvent; corridor: Corridor }, string> => {
    const record = codec.decode(bytes);
    if (!record.ok) return record;
    const event = quoteEventFromRecord(record.value);
    if (!event.ok) return event;
    const corridor = corridorOf(event.value.corridor);
    if (corridor === undefined) return err(`no corridor between listed assets: ${event.value.corridor.slice(0, 100)}`);
    if (event.value.observedAtMs > latestMs) return err('observed more than a minute in the future');
    return ok({ event: event.value, corridor });
  };

  return {
    take: async ({ messages, partition }) => {
      const outcomes = new Map<number, Outcome>();
      try {
        await codec.prepare(messages.map(({ value }) => value));
      } catch (error) {
        return outcomes.set(0, { kind: 'retry', reason: String(error), afterMs: REGISTRY_RETRY_MS });
      }
      const latestMs = now() + AHEAD_MS_MAX;
      for (const [index, { value, headers }] of messages.entries()) {
        const quote = read(value, latestMs);
        if (quote.ok) fold(quote.value.event, quote.value.corridor, partition, traceOf(headers));
        else outcomes.set(index, { kind: 'deadLetter', reason: quote.error });
      }
      return outcomes;
    },
    flush,
  };
};
