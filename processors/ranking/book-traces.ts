import type { Book } from '#core/domain/book.ts';
import { bookKey, type Corridor } from '#core/domain/corridor.ts';
import type { TraceSpan, Tracing } from '#platform/telemetry/tracing.ts';

/** Books whose traced quotes wait to be ranked. With one quote in a thousand traced there is hardly ever more than one. */
const BOOKS_MAX = 1_000;
/** Traced quotes that one book answers for; the first's trace goes on, the others are linked. */
const QUOTES_A_BOOK_MAX = 20;

/** What the header of a traced message holds: text, or bytes of it. */
export type TraceHeader = Buffer | string;

/** The ranker's stretches of the traces: a quote folded and its book ranked, then the book written into the view. */
export interface BookTraces {
  /** A traced quote was folded into this book. */
  folded(corridor: Corridor, amountIn: bigint, header: TraceHeader): void;
  /** These books were ranked and are about to be written; to be ended when the view has them. */
  writing(books: readonly Book[]): BookWriting;
}

interface BookWriting {
  /** Writes them; what is logged meanwhile names the trace of the first. */
  run<T>(write: () => T): T;
  end(): void;
}

interface Folded {
  readonly atMs: number;
  readonly traceparents: string[];
}

const NOTHING: BookWriting = { run: (write) => write(), end: () => undefined };

/** Without traced quotes this costs the look at an empty map, once a flush. */
export const createBookTraces = (deps: {
  tracing: Tracing;
  /** Tells the APIs under which span to go on, before they hear of the book itself. */
  announce: (trace: { key: string; version: number; traceparent: string }) => void;
  /** Epoch ms. */
  now: () => number;
}): BookTraces => {
  const { tracing, announce, now } = deps;
  const waiting = new Map<string, Folded>();

  const begin = ({ key, version }: Book): TraceSpan | undefined => {
    const folded = waiting.get(key);
    if (folded === undefined) return undefined;
    waiting.delete(key);
    const [parent, ...links] = folded.traceparents;
    const ranked = tracing.start('rank book', { parent, links, startMs: folded.atMs, attributes: { book: key, version } });
    if (ranked === undefined) return undefined;
    ranked.end();
    const writing = tracing.start('write view', { parent: ranked.traceparent, attributes: { book: key, version } });
    if (writing !== undefined) announce({ key, version, traceparent: writing.traceparent });
    return writing;
  };

  return {
    folded: (corridor, amountIn, header) => {
      if (!tracing.enabled) return;
      const key = bookKey(corridor.id, amountIn);
      const known = waiting.get(key);
      if (known !== undefined) {
        if (known.traceparents.length < QUOTES_A_BOOK_MAX) known.traceparents.push(header.toString());
      } else if (waiting.size < BOOKS_MAX) waiting.set(key, { atMs: now(), traceparents: [header.toString()] });
    },
    writing: (books) => {
      if (waiting.size === 0) return NOTHING;
      const spans = books.flatMap((book) => begin(book) ?? []);
      return {
        run: (write) => tracing.run(spans[0], write),
        end: () => {
          for (const span of spans) span.end();
        },
      };
    },
  };
};
