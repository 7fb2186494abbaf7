import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createCodec } from '#platform/registry/codec.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import { quoteEventToRecord } from '#schemas/codecs/quote-event.ts';
import type { QuoteEventRecord } from '#schemas/generated/quote-event.ts';
import { QUOTE_EVENT_SCHEMA } from '#schemas/generated/quote-event.ts';
import { NODE_FLAGS } from '#stack/services.ts';
import type { Benchmark } from './harness.ts';
import { measureJavaFold } from './java-peer.ts';
import { BENCH_BOOKS, benchQuotes } from './quote-messages.ts';

const run = promisify(execFile);

const QUOTES = 120_000;
const AT_MS = 1_800_000_000_000;
const OURS = join(import.meta.dirname, 'peers/ranking-fold.ts');

/** What the design asks of its own figures for Java: 500 000 of 3.2 million objects, 100 000 of 180 000 books (docs/decisions/0039). */
const OBJECTS_RATIO = 0.156;
const BYTES_RATIO = 0.556;

/** The fold in a process of its own, run as a ranker is. */
const ours = async (mode: 'objects' | 'bytes'): Promise<{ perSecond: number; bytesEach: number }> => {
  const { stdout } = await run(process.execPath, [...NODE_FLAGS, OURS, mode, String(QUOTES), String(AT_MS)]);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { perSecond: number; bytesEach: number };
};

export const bench: Benchmark = {
  name: 'ranking-core',
  about: `one core folds ${QUOTES} quotes into ${BENCH_BOOKS} books of ten bridges and ranks the book at every quote; beside the same fold in Java, which writes the same fields`,
  run: async (engines, report) => {
    const registry = createRegistryClient(engines.registryUrl);
    const codec = createCodec<QuoteEventRecord>({ schema: QUOTE_EVENT_SCHEMA, id: 1, registry, now: Date.now });
    const messages = benchQuotes(QUOTES, AT_MS).map((event) => codec.encode(quoteEventToRecord(event)));
    report('objects in, objects out');
    const objects = await ours('objects');
    report('Avro bytes in, book bytes out');
    const bytes = await ours('bytes');
    report('the same in Java');
    const java = await measureJavaFold(messages);
    return [
      {
        what: 'quotes, objects in and out',
        value: objects.perSecond,
        unit: 'ops/s',
        baseline: { what: 'Java', value: java.objects },
        ratioBudget: { atLeast: OBJECTS_RATIO },
      },
      {
        what: `quotes, Avro in, whole books of ${(bytes.bytesEach / 1_024).toFixed(1)} KiB out`,
        value: bytes.perSecond,
        unit: 'ops/s',
        baseline: { what: `Java, ${(java.bytesEach / 1_024).toFixed(1)} KiB`, value: java.bytes },
        ratioBudget: { atLeast: BYTES_RATIO },
      },
    ];
  },
};
