import { parseAmount } from '#core/domain/amount.ts';
import { bookKey, parseCorridor } from '#core/domain/corridor.ts';
import { type InputError, inputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import { resumeParams, routesParams } from '#schemas/api/feed.ts';
import type { Preset } from '#schemas/api/primitives.ts';
import { inputIssue, pointerTo } from '../../input/input-issue.ts';
import { type PriceOf, parseQuestion } from '../../input/question.ts';
import type { Subscription } from '../connection.ts';
import { createDueQueue } from '../due-queue.ts';
import type { FeedMetrics } from '../feed-metrics.ts';
import type { Output } from '../output.ts';
import { viewOf } from '../view/view.ts';
import type { FeedChannel, StartOptions, Wish } from './channel.ts';
import type { RoutesBooks } from './routes-books.ts';
import { createRoutesSubscription, type RoutesSubscription } from './routes-subscription.ts';

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

export interface RoutesChannel extends FeedChannel {
  /** Reads one key of `resume` and the version held of it. */
  parseResume(key: string, version: number, params: unknown): Result<RoutesWish, InputError>;
  /** Sends what has come due; a timer does this too. */
  runDue(): void;
  close(): void;
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

export const createRoutesChannel = (deps: {
  routesBooks: RoutesBooks;
  output: Output;
  metrics: FeedMetrics;
  priceOf: PriceOf;
  /** Milliseconds of a clock that never steps back. */
  elapsed: () => number;
}): RoutesChannel => {
  const { routesBooks, output, metrics, priceOf, elapsed } = deps;
  const due = createDueQueue<RoutesSubscription>((subscription) => subscription.comeDue(), elapsed);

  const parse = (params: unknown): Result<RoutesWish, InputError> => {
    const parsed = routesParams.safeParse(params);
    if (!parsed.success) return err(inputIssue(parsed.error, params, '/params'));
    const question = parseQuestion(parsed.data, '/params', priceOf);
    if (!question.ok) return question;
    const { corridor, amountIn, key } = question.value;
    return ok(wishFor({ from: corridor.from.id, to: corridor.to.id, amountIn, key }, parsed.data));
  };

  const parseResume = (key: string, version: number, params: unknown): Result<RoutesWish, InputError> => {
    const shape = resumeParams.safeParse(params ?? {});
    if (!shape.success) return err(inputIssue(shape.error, params, '/params'));
    const book = parseBookKey(key, pointerTo('/versions', [key]));
    if (!book.ok) return book;
    const { corridor, amountIn } = book.value;
    const named = { from: corridor.from.id, to: corridor.to.id, amountIn, key: bookKey(corridor.id, amountIn) };
    return ok({ ...wishFor(named, shape.data), heldVersion: version });
  };

  const start = async ({ connection, wish, acknowledge }: StartOptions<RoutesWish>): Promise<Subscription> => {
    const { shape, heldVersion } = wish;
    const { group, leave } = await routesBooks.join(wish.key, { preset: shape.preset, depth: shape.depth });
    acknowledge();
    const subscription = createRoutesSubscription({ connection, wish, group, output, metrics, elapsed, due, leave });
    const held = heldVersion === undefined ? undefined : group.book.version(heldVersion);
    if (held === undefined) subscription.resync();
    else subscription.resume(held === group.book.current() ? group.frames.view() : viewOf(held.json, group.shape));
    return subscription;
  };

  // A wish that comes back is one that `parse` or `parseResume` made.
  return {
    parse,
    parseResume,
    start: (options) => start(options as StartOptions<RoutesWish>),
    runDue: () => due.run(elapsed()),
    close: due.close,
  };
};
