import type { InputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import { resumeParams, routesParams } from '#schemas/api/feed.ts';
import type { Preset } from '#schemas/api/primitives.ts';
import { parseBookKey } from '../../input/book-key.ts';
import { inputIssue, pointerTo } from '../../input/input-issue.ts';
import { type PriceOf, parseQuestion } from '../../input/question.ts';
import type { Wish } from './channel.ts';

/** How a book is held; beside which book it is. */
export interface RoutesShape {
  readonly depth: number;
  readonly minIntervalMs: number;
  readonly mode: 'delta' | 'full';
  readonly preset: Preset;
}

export interface RoutesWish extends Wish {
  readonly shape: RoutesShape;
  /** The version that the subscriber holds already, on `resume`. */
  readonly heldVersion?: number;
}

const wishFor = (
  book: { from: string; to: string; amountIn: bigint; key: string },
  { depth, minIntervalMs, mode, preset }: RoutesShape,
): RoutesWish => ({
  key: book.key,
  params: { from: book.from, to: book.to, amountIn: book.amountIn.toString(), depth, minIntervalMs, mode, preset },
  shape: { depth, minIntervalMs, mode, preset },
});

/** Reads the params of `subscribe`. */
export const parseRoutesWish = (params: unknown, priceOf: PriceOf): Result<RoutesWish, InputError> => {
  const parsed = routesParams.safeParse(params);
  if (!parsed.success) return err(inputIssue(parsed.error, params, '/params'));
  const question = parseQuestion(parsed.data, '/params', priceOf);
  if (!question.ok) return question;
  const { corridor, amountIn, key } = question.value;
  return ok(wishFor({ from: corridor.from.id, to: corridor.to.id, amountIn, key }, parsed.data));
};

/** Reads one key of `resume`, and the version held of it. */
export const parseRoutesResume = (key: string, version: number, params: unknown): Result<RoutesWish, InputError> => {
  const shape = resumeParams.safeParse(params ?? {});
  if (!shape.success) return err(inputIssue(shape.error, params, '/params'));
  const book = parseBookKey(key, pointerTo('/versions', [key]));
  if (!book.ok) return book;
  const { corridor, amountIn, key: named } = book.value;
  return ok({ ...wishFor({ from: corridor.from.id, to: corridor.to.id, amountIn, key: named }, shape.data), heldVersion: version });
};
