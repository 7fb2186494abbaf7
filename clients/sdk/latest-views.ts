import type { FeedProblem } from './feed-protocol.ts';

/** The subscription was refused for good; `code` and `pointer` are the server's. */
export class SubscriptionRefused extends Error {
  override readonly name = 'SubscriptionRefused';
  readonly code: string;
  readonly pointer: string | undefined;

  constructor(problem: { code: string; detail: string; pointer?: string }) {
    super(problem.detail);
    this.code = problem.code;
    this.pointer = problem.pointer;
  }
}

/** What is kept for a subscription: books or transfers. */
interface Kept<View> {
  view(): View;
  onChange(listener: (view: View) => void): () => void;
}

/**
 * Views as they change, the first as soon as there is something to show. Only the latest is kept for a reader that is slow: a view
 * that was overtaken is of no use to anybody. Ends when `ended` fires; throws SubscriptionRefused.
 */
export async function* latestViews<View extends { readonly status: string; readonly problem?: FeedProblem }>(
  keeper: Kept<View>,
  ended: AbortSignal,
): AsyncGenerator<View, void, undefined> {
  let wake: (() => void) | undefined;
  const nudge = () => wake?.();
  const stop = keeper.onChange(nudge);
  ended.addEventListener('abort', nudge);
  try {
    let seen: View | undefined;
    while (!ended.aborted) {
      const view = keeper.view();
      if (view.status === 'refused' && view.problem !== undefined) throw new SubscriptionRefused(view.problem);
      if (view !== seen && view.status !== 'waiting') {
        seen = view;
        yield view;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    stop();
    ended.removeEventListener('abort', nudge);
  }
}
