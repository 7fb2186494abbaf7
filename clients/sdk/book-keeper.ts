import type { Result } from '#core/result.ts';
import type { DeltaFrame, SnapshotFrame } from '#schemas/api/feed.ts';
import { type BookView, EMPTY_VIEW } from './book-view.ts';
import { checkWeights } from './check-weights.ts';
import { type FeedProblem, isPassing, type RoutesRequest } from './feed-protocol.ts';
import { applyDelta, type BookFault, bookFromSnapshot, type HeldBook } from './held-book.ts';
import { type LocalWeights, placeRoutes } from './place-routes.ts';

/**
 * Where one subscription stands with the server. Only `current` means that the held book is the server's; `asked`,
 * `resuming` and `resyncing` wait for an answer, `lost` for a connection.
 */
type Standing = 'lost' | 'asked' | 'resuming' | 'resyncing' | 'current' | 'refused';

/** Keeps one book: applies what the server sends and knows when it cannot. It sends nothing itself. */
export interface BookKeeper {
  readonly request: RoutesRequest;
  /** Undefined until the server has named it. */
  key(): string | undefined;
  standing(): Standing;
  /** The version to resume from; undefined when there is nothing to resume. */
  version(): number | undefined;
  view(): BookView;
  onChange(listener: (view: BookView) => void): () => void;
  setWeights(weights: LocalWeights | null): void;
  /** A request for this book left. */
  await(standing: 'asked' | 'resuming' | 'resyncing', atMs: number): void;
  /** Since when an answer has been due; undefined when none is. */
  waitingSinceMs(): number | undefined;
  acknowledge(key: string): void;
  snapshot(frame: SnapshotFrame): BookFault | undefined;
  delta(frame: DeltaFrame): BookFault | undefined;
  /** The server says which version it sent last. */
  heartbeat(version: number): BookFault | undefined;
  /** A refusal that passes by itself leaves the book lost, to be asked for again. */
  refuse(problem: FeedProblem): void;
  lose(): void;
}

const WAITING: ReadonlySet<Standing> = new Set(['asked', 'resuming', 'resyncing']);

export const createBookKeeper = (request: RoutesRequest, initialWeights: LocalWeights | null): BookKeeper => {
  let standing: Standing = 'lost';
  let sinceMs = 0;
  let key: string | undefined;
  let book: HeldBook | undefined;
  let problem: FeedProblem | undefined;
  let weights = checkWeights(initialWeights);
  let view = EMPTY_VIEW;
  const listeners = new Set<(view: BookView) => void>();

  const status = (): BookView['status'] => {
    if (standing === 'refused') return 'refused';
    if (book === undefined) return 'waiting';
    return standing === 'current' ? 'live' : 'stale';
  };

  const show = () => {
    const shown = book === undefined ? EMPTY_VIEW : placeRoutes(book, weights);
    view = { ...shown, key: key ?? '', status: status(), ...(problem && { problem }) };
    for (const listener of listeners) listener(view);
  };

  const enter = (next: Standing) => {
    if (standing === next) return;
    standing = next;
    show();
  };

  /** Takes a book that was verified; keeps the old one, no longer trusted, when it was not. */
  const take = (outcome: Result<HeldBook, BookFault>): BookFault | undefined => {
    if (!outcome.ok) {
      enter('lost');
      return outcome.error;
    }
    book = outcome.value;
    key = book.key;
    problem = undefined;
    standing = 'current';
    show();
    return undefined;
  };

  return {
    request,
    key: () => key,
    standing: () => standing,
    version: () => book?.version,
    view: () => view,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setWeights: (next) => {
      weights = checkWeights(next);
      show();
    },
    await: (next, atMs) => {
      sinceMs = atMs;
      enter(next);
    },
    waitingSinceMs: () => (WAITING.has(standing) ? sinceMs : undefined),
    acknowledge: (named) => {
      key = named;
      // A resumed book of which nothing was missed gets no frame: the answer alone says that it is the server's.
      if (standing === 'resuming') enter('current');
    },
    snapshot: (frame) => take(bookFromSnapshot(frame)),
    delta: (frame) => {
      // What was under way when the thread was lost belongs to no book that is held; the snapshot follows.
      if (book === undefined || (standing !== 'current' && standing !== 'resuming')) return undefined;
      return take(applyDelta(book, frame));
    },
    heartbeat: (version) => {
      if (standing !== 'current' || book === undefined || book.version === version) return undefined;
      enter('lost');
      return 'VERSION_GAP';
    },
    refuse: (reason) => {
      problem = reason;
      standing = isPassing(reason) ? 'lost' : 'refused';
      show();
    },
    lose: () => {
      if (standing !== 'refused') enter('lost');
    },
  };
};
