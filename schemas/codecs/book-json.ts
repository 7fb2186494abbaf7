import type { Book } from '#core/domain/book.ts';
import { bookChecksum } from '#core/domain/checksum.ts';
import type { Candidate, RankedRoute, RouteCost, Weights } from '#core/domain/route.ts';
import type { MarketView } from '#core/ranking/market-view.ts';
import { ruleOf, type TagHolders, tagHolders, tagsOf } from '#core/ranking/rule.ts';
import { type RouteFragments, routeFragments, routeJson, timestampOf } from './route-json.ts';

/** A book's bytes, as REST serves them, and the checksum that stands in them. */
export interface WrittenBook {
  readonly json: Buffer;
  readonly checksum: number;
}

/** What was last written of a candidate, and what it depended on. */
interface Written {
  cost: RouteCost;
  fragments: RouteFragments;
  rank: number;
  total: number;
  costPart: number;
  reliability: number;
  above: RankedRoute | undefined;
  below: RankedRoute | undefined;
  tags: number;
  bytes: Buffer;
}

/** Books are cut from pieces of this size, so that a busy ranker makes few allocations. */
const SLAB_BYTES = 1 << 20;
/** A book that would leave less than this in a slab gets a fresh one; one that is larger gets its own. */
const BOOK_BYTES_USUAL = 64 * 1024;

const COMMA = 0x2c;

const tagBits = (route: RankedRoute, { cheapest, fastest, mostOut }: TagHolders): number =>
  (route === cheapest ? 1 : 0) | (route === fastest ? 2 : 0) | (route === mostOut ? 4 : 0) | (route.farSlower ? 8 : 0);

/** Whether a neighbour reads the same as when a rule was last written beside it. */
const sameNeighbour = (a: RankedRoute | undefined, b: RankedRoute | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.candidate === b.candidate &&
    a.cost === b.cost &&
    a.score.total === b.score.total &&
    a.score.reliability === b.score.reliability);

/**
 * Writes books. Of a book that changes most routes do not, so the bytes of each route are kept with its candidate and written
 * anew only when something in them changed. They are forgotten with the candidate.
 */
export const createBookWriter = (market: MarketView): ((book: Book) => WrittenBook) => {
  const writtenOf = new WeakMap<Candidate, Written>();
  let slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
  let used = 0;
  let asOfMs = Number.NaN;
  let asOf = '';
  let weights: Weights | undefined;
  let weightsJson = '';

  const routeBytes = (routes: readonly RankedRoute[], index: number, holders: TagHolders): Buffer => {
    const route = routes[index] as RankedRoute;
    const above = routes[index - 1];
    // Only the first route's rule looks down.
    const below = index === 0 ? routes[1] : undefined;
    const tags = tagBits(route, holders);
    const { candidate, cost, rank, score } = route;
    const known = writtenOf.get(candidate);
    const costIsKnown = known !== undefined && known.cost === cost;
    if (
      costIsKnown &&
      known.rank === rank &&
      known.total === score.total &&
      known.costPart === score.cost &&
      known.reliability === score.reliability &&
      known.tags === tags &&
      sameNeighbour(known.above, above) &&
      sameNeighbour(known.below, below)
    ) {
      return known.bytes;
    }
    const fragments = costIsKnown ? known.fragments : routeFragments(route, market);
    const bytes = Buffer.from(routeJson(route, fragments, ruleOf(route, above, below), tagsOf(route, holders)));
    const { total, cost: costPart, reliability } = score;
    writtenOf.set(candidate, { cost, fragments, rank, total, costPart, reliability, above, below, tags, bytes });
    return bytes;
  };

  const room = (bytes: number): Buffer => {
    if (bytes > BOOK_BYTES_USUAL) return Buffer.allocUnsafeSlow(bytes);
    if (used + bytes > SLAB_BYTES) {
      slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      used = 0;
    }
    const cut = slab.subarray(used, used + bytes);
    used += bytes;
    return cut;
  };

  return (book) => {
    const checksum = bookChecksum(book.routes);
    if (book.asOfMs !== asOfMs) {
      asOfMs = book.asOfMs;
      asOf = timestampOf(asOfMs);
    }
    if (book.weights !== weights) {
      weights = book.weights;
      weightsJson = JSON.stringify(weights);
    }
    // Corridors are made of listed assets, whose names are ASCII; what a vendor says, in `excluded`, may be anything.
    const head =
      `{"key":"${book.key}","corridor":"${book.corridor}","amountIn":"${book.amountIn}",` +
      `"version":${book.version},"asOf":"${asOf}","routes":[`;
    const tail =
      `],"excluded":${book.excluded.length === 0 ? '[]' : JSON.stringify(book.excluded)},` +
      `"pending":${book.pending.length === 0 ? '[]' : JSON.stringify(book.pending)},` +
      `"weights":${weightsJson},"volatility":${book.volatility},"checksum":${checksum}}`;
    const tailBytes = book.excluded.length === 0 && book.pending.length === 0 ? tail.length : Buffer.byteLength(tail);
    const holders = tagHolders(book.routes);
    const parts: Buffer[] = [];
    let bytes = head.length + tailBytes + Math.max(book.routes.length - 1, 0);
    for (let index = 0; index < book.routes.length; index += 1) {
      const part = routeBytes(book.routes, index, holders);
      bytes += part.length;
      parts.push(part);
    }
    const json = room(bytes);
    json.write(head, 0, 'latin1');
    let at = head.length;
    for (let index = 0; index < parts.length; index += 1) {
      if (index > 0) {
        json[at] = COMMA;
        at += 1;
      }
      const part = parts[index] as Buffer;
      json.set(part, at);
      at += part.length;
    }
    json.write(tail, at);
    return { json, checksum };
  };
};
