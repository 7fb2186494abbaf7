import { crc32 } from 'node:zlib';
import type { Book } from '#core/domain/book.ts';
import { joinCovered } from '#core/domain/checksum.ts';
import type { RankedRoute, Weights } from '#core/domain/route.ts';
import type { MarketView } from '#core/ranking/market-view.ts';
import { createByteWriter } from './byte-writer.ts';
import { createRouteWriter, readsTheSame } from './route-json.ts';
import { timestampOf } from './timestamp.ts';

/** A book's bytes, as REST serves them, and the checksum that stands in them. */
export interface WrittenBook {
  readonly json: Buffer;
  readonly checksum: number;
}

/** Books whose last bytes are kept: as many as a ranker holds. At some 12 KiB each this is 240 MiB. */
const KEPT_MAX = 20_000;

/** What was last written of a book. */
interface Kept {
  readonly head: string;
  readonly writeRoute: ReturnType<typeof createRouteWriter>;
  routes: readonly RankedRoute[];
  /** The routes' bytes, a comma between each two, and where in them each route ends. */
  bytes: Uint8Array;
  ends: readonly number[];
  covered: readonly string[];
}

/**
 * Writes books. Of a book that changes most routes do not, and the ranking gives them as the same objects. So the bytes of all
 * routes are kept, and copied where nothing changed: ten routes in a few runs, which takes a tenth of the time of making them bytes again.
 */
export const createBookWriter = (market: MarketView): ((book: Book) => WrittenBook) => {
  const writer = createByteWriter();
  const keptBooks = new Map<string, Kept>();
  let asOfMs = Number.NaN;
  let asOf = '';
  let weights: Weights | undefined;
  let weightsJson = '';

  const keptOf = ({ key, corridor, amountIn }: Book): Kept => {
    const known = keptBooks.get(key);
    if (known !== undefined) return known;
    if (keptBooks.size >= KEPT_MAX) for (const oldest of [...keptBooks.keys()].slice(0, 1)) keptBooks.delete(oldest);
    // Corridors are made of listed assets, whose names need no escapes.
    const head = `{"key":"${key}","corridor":"${corridor}","amountIn":"${amountIn}","version":`;
    const kept: Kept = { head, writeRoute: createRouteWriter(market), routes: [], bytes: new Uint8Array(0), ends: [], covered: [] };
    keptBooks.set(key, kept);
    return kept;
  };

  const writeRoutes = (routes: readonly RankedRoute[], kept: Kept): void => {
    const begin = writer.length;
    const ends: number[] = [];
    const covered: string[] = [];
    for (let index = 0; index < routes.length; ) {
      const first = index;
      while (index < routes.length && readsTheSame(routes, kept.routes, index)) index += 1;
      if (index > first) {
        // With the comma before the first of them.
        const from = first === 0 ? 0 : (kept.ends[first - 1] as number);
        const moved = writer.length - begin - from;
        writer.copy(kept.bytes, from, kept.ends[index - 1] as number);
        for (let same = first; same < index; same += 1) {
          ends.push((kept.ends[same] as number) + moved);
          covered.push(kept.covered[same] as string);
        }
        continue;
      }
      const written = kept.writeRoute(routes, index);
      writer.text(index === 0 ? written.json : `,${written.json}`);
      ends.push(writer.length - begin);
      covered.push(written.covered);
      index += 1;
    }
    const bytes = writer.since(begin);
    if (bytes.length > kept.bytes.length) kept.bytes = new Uint8Array(bytes.length + (bytes.length >> 3));
    kept.bytes.set(bytes);
    kept.routes = routes;
    kept.ends = ends;
    kept.covered = covered;
  };

  return (book) => {
    if (book.asOfMs !== asOfMs) {
      asOfMs = book.asOfMs;
      asOf = timestampOf(asOfMs);
    }
    if (book.weights !== weights) {
      weights = book.weights;
      weightsJson = JSON.stringify(weights);
    }
    const kept = keptOf(book);
    writer.begin();
    writer.text(`${kept.head}${book.version},"asOf":"${asOf}","routes":[`);
    writeRoutes(book.routes, kept);
    // The same number as the feed's own CRC gives, whose text is ASCII; zlib's is several times as fast.
    const checksum = crc32(joinCovered(kept.covered));
    writer.text(
      `],"excluded":${book.excluded.length === 0 ? '[]' : JSON.stringify(book.excluded)},` +
        `"pending":${book.pending.length === 0 ? '[]' : JSON.stringify(book.pending)},` +
        `"weights":${weightsJson},"volatility":${book.volatility},"checksum":${checksum}}`,
    );
    return { json: writer.finish(), checksum };
  };
};
