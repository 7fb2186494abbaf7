import type { InputError } from '#core/errors.ts';
import type { Result } from '#core/result.ts';
import { canonicalBookKey } from '../../input/book-key.ts';
import type { PriceOf } from '../../input/question.ts';
import type { Subscription } from '../connection.ts';
import { createDueQueue } from '../due-queue.ts';
import type { FeedMetrics } from '../feed-metrics.ts';
import type { Output } from '../output.ts';
import { viewOf } from '../view/view.ts';
import type { FeedChannel, StartOptions } from './channel.ts';
import type { RoutesBooks } from './routes-books.ts';
import { createRoutesSubscription, type RoutesSubscription } from './routes-subscription.ts';
import { parseRoutesResume, parseRoutesWish, type RoutesWish } from './routes-wish.ts';

export interface RoutesChannel extends FeedChannel {
  /** Reads one key of `resume` and the version held of it. */
  parseResume(key: string, version: number, params: unknown): Result<RoutesWish, InputError>;
  /** Sends what has come due; a timer does this too. */
  runDue(): void;
  close(): void;
}

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
    parse: (params) => parseRoutesWish(params, priceOf),
    parseResume: parseRoutesResume,
    canonicalKey: canonicalBookKey,
    start: (options) => start(options as StartOptions<RoutesWish>),
    runDue: () => due.run(elapsed()),
    close: due.close,
  };
};
