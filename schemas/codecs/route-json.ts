import { coveredText } from '#core/domain/checksum.ts';
import { crc32 } from '#core/domain/crc32.ts';
import type { Leg, RankedRoute, Score } from '#core/domain/route.ts';
import type { Tag } from '#core/domain/tags.ts';
import type { MarketView } from '#core/ranking/market-view.ts';
import { tellRule } from '#core/ranking/rule.ts';
import type { ByteWriter } from './byte-writer.ts';
import { writeLeg } from './leg-json.ts';
import { timestampOf } from './timestamp.ts';

/**
 * Where in the bytes of a book's routes a part of one route ends. Between two rankings most of a route stays, so each part is copied
 * as long as what it is made of is the same.
 */
export const RANK_END = 0;
export const AMOUNTS_END = 1;
export const SCORE_END = 2;
export const RULE_END = 3;
export const LEGS_END = 4;
export const ROUTE_END = 5;
/** Behind the places: the CRC of the route's share of the book's checksum, and the length of that share. */
export const SHARE_CRC = 6;
export const SHARE_LENGTH = 7;
export const MARKS = 8;

/** What was last written of a book's routes: their bytes, and `MARKS` marks for each. */
export interface WrittenRoutes {
  readonly routes: readonly RankedRoute[];
  readonly bytes: Uint8Array;
  readonly marks: Int32Array;
}

const writeAmounts = ({ candidate, cost, amountOut, amountOutUsd }: RankedRoute, writer: ByteWriter): void => {
  writer.text(',"amountIn":"');
  writer.amount(candidate.amountIn);
  writer.text('","amountOut":"');
  writer.amount(amountOut);
  writer.text('","minAmountOut":"');
  writer.amount(candidate.minAmountOut);
  writer.text('","amountOutUsd":"');
  writer.usd(amountOutUsd);
  writer.text('","costUsd":"');
  writer.usd(cost.total);
  writer.text('","cost":{"feesUsd":"');
  writer.usd(cost.fees);
  writer.text('","gasUsd":"');
  writer.usd(cost.gas);
  writer.text('","slippageUsd":"');
  writer.usd(cost.slippage);
  writer.text('","timeUsd":"');
  writer.usd(cost.time);
  writer.text('"},"etaSeconds":{"p50":');
  writer.number(candidate.etaSeconds.p50);
  writer.text(',"p90":');
  writer.number(candidate.etaSeconds.p90);
  writer.text('},"etaSource":"');
  writer.text(candidate.etaSource);
  writer.text('","score":');
};

const writeScore = ({ total, cost, speed, reliability, liquidity }: Score, writer: ByteWriter): void => {
  writer.text('{"total":');
  writer.score(total);
  writer.text(',"cost":');
  writer.score(cost);
  writer.text(',"speed":');
  writer.score(speed);
  writer.text(',"reliability":');
  writer.score(reliability);
  writer.text(',"liquidity":');
  writer.score(liquidity);
  writer.text('},"rule":');
};

const writeLegs = ({ candidate: { legs, observedAtMs, validUntilMs } }: RankedRoute, market: MarketView, writer: ByteWriter): void => {
  writer.text(',"legs":[');
  for (let index = 0; index < legs.length; index += 1) {
    if (index > 0) writer.text(',');
    writeLeg(legs[index] as Leg, market, writer);
  }
  writer.text('],"observedAt":"');
  writer.text(timestampOf(observedAtMs));
  writer.text('","validUntil":"');
  writer.text(timestampOf(validUntilMs));
  writer.text('","tags":');
};

const writeTags = (tags: readonly Tag[], writer: ByteWriter): void => {
  if (tags.length === 0) {
    writer.text('[]}');
    return;
  }
  for (let index = 0; index < tags.length; index += 1) {
    writer.text(index === 0 ? '["' : '","');
    writer.text(tags[index] as Tag);
  }
  writer.text('"]}');
};

/** Whether a route reads as it did at the same place of another ranking. A rule speaks of the route above, and that of the first of the one below. */
export const readsTheSame = (now: readonly RankedRoute[], before: readonly RankedRoute[], index: number): boolean => {
  if (now[index] !== before[index]) return false;
  const neighbour = index === 0 ? 1 : index - 1;
  return now[neighbour] === before[neighbour] || now[neighbour]?.score === before[neighbour]?.score;
};

/** Whether the rule of the route at `index` reads as that at `place` before. A score that is the same object is that of the same answer. */
const ruledTheSame = (now: readonly RankedRoute[], index: number, before: readonly RankedRoute[], place: number): boolean => {
  if (now[index]?.score !== before[place]?.score || (index === 0) !== (place === 0)) return false;
  return index === 0 ? now[1]?.score === before[1]?.score : now[index - 1]?.score === before[place - 1]?.score;
};

/** Where a route with the same answer, at the same prices, stood before; -1 when there is none. */
const placeBefore = ({ cost }: RankedRoute, before: readonly RankedRoute[]): number => {
  for (let place = 0; place < before.length; place += 1) if ((before[place] as RankedRoute).cost === cost) return place;
  return -1;
};

/**
 * Writes the route at `index`, copying the parts of it that stand in `before`, and puts down where its parts end, counted from `begin`.
 * `market` gives fees their USD.
 */
export const writeRoute = (
  routes: readonly RankedRoute[],
  index: number,
  before: WrittenRoutes,
  { writer, market, marks, begin }: { writer: ByteWriter; market: MarketView; marks: Int32Array; begin: number },
): void => {
  const route = routes[index] as RankedRoute;
  const place = placeBefore(route, before.routes);
  const known = place < 0 ? undefined : before.marks;
  const from = place * MARKS;
  const to = index * MARKS;
  const share = known === undefined ? coveredText(route) : '';
  marks[to + SHARE_CRC] = known === undefined ? crc32(share) : (known[from + SHARE_CRC] as number);
  marks[to + SHARE_LENGTH] = known === undefined ? share.length : (known[from + SHARE_LENGTH] as number);
  const copyPart = (part: number) => {
    writer.copy(before.bytes, before.marks[from + part - 1] as number, before.marks[from + part] as number);
  };

  writer.text(index === 0 ? '{"routeId":' : ',{"routeId":');
  writer.quoted(route.routeId);
  writer.text(',"rank":');
  writer.number(route.rank);
  marks[to + RANK_END] = writer.length - begin;

  if (known !== undefined) copyPart(AMOUNTS_END);
  else writeAmounts(route, writer);
  marks[to + AMOUNTS_END] = writer.length - begin;

  if (known !== undefined && before.routes[place]?.score === route.score) copyPart(SCORE_END);
  else writeScore(route.score, writer);
  marks[to + SCORE_END] = writer.length - begin;

  if (known !== undefined && ruledTheSame(routes, index, before.routes, place)) copyPart(RULE_END);
  else {
    writer.text('"');
    tellRule(route, routes[index - 1], index === 0 ? routes[1] : undefined, writer.escaped);
    writer.text('"');
  }
  marks[to + RULE_END] = writer.length - begin;

  if (known !== undefined) copyPart(LEGS_END);
  else writeLegs(route, market, writer);
  marks[to + LEGS_END] = writer.length - begin;

  writeTags(route.tags, writer);
  marks[to + ROUTE_END] = writer.length - begin;
};
