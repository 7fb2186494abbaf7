import { parseAmount } from '#core/domain/amount.ts';
import { bookKey, parseCorridor } from '#core/domain/corridor.ts';
import { type InputError, inputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import { resumeParams, routesParams } from '#schemas/api/feed.ts';
import type { Preset } from '#schemas/api/primitives.ts';
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

/** Reads `corridor@amountIn`, as people write it. */
const parseBookKey = (key: string, pointer: string) => {
  const at = key.lastIndexOf('@');
  if (at < 0) return err(inputError('INVALID_CORRIDOR', pointer, 'write a key as from>to@amountIn, as `subscribed` gave it'));
  const corridor = parseCorridor(key.slice(0, at), pointer);
  if (!corridor.ok) return corridor;
  const amountIn = parseAmount(key.slice(at + 1), pointer);
  return amountIn.ok ? ok({ corridor: corridor.value, amountIn: amountIn.value }) : amountIn;
};

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
  const { corridor, amountIn } = book.value;
  const named = { from: corridor.from.id, to: corridor.to.id, amountIn, key: bookKey(corridor.id, amountIn) };
  return ok({ ...wishFor(named, shape.data), heldVersion: version });
};
