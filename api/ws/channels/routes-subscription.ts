import type { FeedConnection, Subscription } from '../connection.ts';
import type { DueQueue } from '../due-queue.ts';
import type { FeedMetrics } from '../feed-metrics.ts';
import type { Output } from '../output.ts';
import type { View } from '../view/view.ts';
import type { Offerable, RoutesGroup } from './routes-books.ts';
import type { RoutesWish } from './routes-wish.ts';

export interface RoutesSubscription extends Subscription, Offerable {
  /** Its minIntervalMs is over. */
  comeDue(): void;
  /** The subscriber holds this view; sends what it has missed. */
  resume(held: View): void;
}

/**
 * What one subscriber was last sent of a book, and when it may be sent the next version. Skipping versions costs
 * nothing: a delta runs from the view last sent to the present one, whatever lay between.
 */
export const createRoutesSubscription = (deps: {
  connection: FeedConnection;
  wish: RoutesWish;
  group: RoutesGroup;
  output: Output;
  metrics: FeedMetrics;
  elapsed: () => number;
  due: DueQueue<RoutesSubscription>;
  leave: (subscriber: Offerable) => void;
}): RoutesSubscription => {
  const { connection, wish, group, output, metrics, elapsed, due, leave } = deps;
  const { mode, minIntervalMs } = wish.shape;
  const { frames } = group;
  let sent: View = frames.view();
  let nextAtMs = 0;
  let waits = false;
  let closed = false;

  const wrote = () => {
    sent = frames.view();
    if (minIntervalMs > 0) nextAtMs = elapsed() + minIntervalMs;
  };
  const sendSnapshot = () => {
    output.send(connection, frames.snapshot());
    wrote();
  };
  const sendLatest = () => {
    if (closed || sent === frames.view()) return;
    if (output.holdsBack(connection, subscription)) return;
    if (mode === 'full') return sendSnapshot();
    output.send(connection, frames.delta(sent));
    wrote();
  };
  const offer = () => {
    if (minIntervalMs === 0) return sendLatest();
    if (waits) return metrics.conflated();
    if (elapsed() >= nextAtMs) return sendLatest();
    waits = true;
    due.add(subscription, nextAtMs);
  };

  const subscription: RoutesSubscription = {
    channel: 'routes',
    key: wish.key,
    params: wish.params,
    sentVersion: () => sent.book.version,
    offer,
    comeDue: () => {
      waits = false;
      sendLatest();
    },
    catchUp: offer,
    resync: sendSnapshot,
    resume: (held) => {
      sent = held;
      sendLatest();
    },
    close: () => {
      closed = true;
      leave(subscription);
    },
  };
  group.subscribers.add(subscription);
  return subscription;
};
