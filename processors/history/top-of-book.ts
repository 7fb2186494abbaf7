import type { BookJson } from '#schemas/api/book.ts';
import type { RouteJson } from '#schemas/api/route.ts';
import type { BookRecord } from '#schemas/generated/book.ts';

/** A route's place, as far as history keeps it. */
interface Place {
  readonly routeId: string;
  readonly bridge: string;
  readonly amountOut: bigint;
  readonly amountOutUsd: number;
  readonly costUsd: number;
  readonly etaP50Seconds: number;
  /** 0 to 100. */
  readonly score: number;
}

/** The first two places of a book after one of them changed, and who else stood there. */
export interface TopOfBook {
  readonly corridor: string;
  readonly amountIn: bigint;
  readonly version: number;
  readonly asOfMs: number;
  readonly first: Place | undefined;
  readonly second: Place | undefined;
  /** Bridges of all ranked routes, first to last. */
  readonly ranking: readonly string[];
  readonly excluded: readonly { readonly bridge: string; readonly reason: string }[];
}

/** What history knows of a book: the last version that it wrote or looked at, and who stood first and second then. */
export interface KnownTop {
  readonly version: number;
  readonly first: string;
  readonly second: string;
}

export interface TopsOfBooks {
  /** What was written of books before; forgets what is known of others. */
  begin(partition: number, known: ReadonlyMap<string, KnownTop>): void;
  /** The top of a book if it is another than before, else undefined. Throws when the record's JSON is no book. */
  changed(partition: number, record: BookRecord): TopOfBook | undefined;
}

const bridgeOf = ({ legs }: RouteJson): string => legs.find(({ kind }) => kind === 'bridge')?.venue ?? legs[0]?.venue ?? '';

const placeOf = (route: RouteJson | undefined): Place | undefined =>
  route && {
    routeId: route.routeId,
    bridge: bridgeOf(route),
    amountOut: BigInt(route.amountOut),
    amountOutUsd: Number(route.amountOutUsd),
    costUsd: Number(route.costUsd),
    etaP50Seconds: route.etaSeconds.p50,
    score: route.score.total,
  };

/** A place as it is compared: who stands there and what it pays. */
export const placeName = (routeId: string, amountOut: bigint | string): string => (routeId === '' ? '' : `${routeId}:${amountOut}`);

const nameOf = (place: Place | undefined): string => (place === undefined ? '' : placeName(place.routeId, place.amountOut));

/** Books that are remembered in one partition. One that was forgotten has its top written once more when it changes next. */
const BOOKS_MAX = 50_000;

/**
 * Tells which messages of the topic `books` changed a top. What it answers depends on the messages of a partition alone, so whoever
 * reads them again, from any point that was written, comes to the same rows.
 */
export const createTopsOfBooks = (): TopsOfBooks => {
  const partitions = new Map<number, Map<string, KnownTop & { readonly checksum?: number }>>();
  return {
    begin: (partition, known) => {
      partitions.set(partition, new Map(known));
    },
    changed: (partition, record) => {
      let books = partitions.get(partition);
      if (books === undefined) {
        books = new Map();
        partitions.set(partition, books);
      }
      const known = books.get(record.key);
      if (known !== undefined && record.version <= known.version) return undefined;
      books.delete(record.key);
      // The checksum is over the routes and what they pay: the same one is the same top.
      if (known !== undefined && known.checksum === record.checksum) {
        books.set(record.key, { ...known, version: record.version });
        return undefined;
      }
      const book = JSON.parse(record.json.toString()) as BookJson;
      const first = placeOf(book.routes[0]);
      const second = placeOf(book.routes[1]);
      const top = { version: record.version, first: nameOf(first), second: nameOf(second) };
      const isNew = known === undefined || known.first !== top.first || known.second !== top.second;
      const [oldest] = books.keys();
      if (books.size >= BOOKS_MAX && oldest !== undefined) books.delete(oldest);
      books.set(record.key, { ...top, checksum: record.checksum });
      if (!isNew) return undefined;
      return {
        corridor: record.corridor,
        amountIn: BigInt(record.amountIn),
        version: record.version,
        asOfMs: record.asOfMs,
        first,
        second,
        ranking: book.routes.map(bridgeOf),
        excluded: book.excluded.map(({ bridge, reason }) => ({ bridge, reason })),
      };
    },
  };
};
