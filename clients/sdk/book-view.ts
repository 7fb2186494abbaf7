import type { Weights } from '#core/domain/route.ts';
import type { BookJson } from '#schemas/api/book.ts';
import type { RouteJson } from '#schemas/api/route.ts';
import type { FeedProblem } from './feed-protocol.ts';

/**
 * What a subscription shows. `waiting`: nothing has arrived yet. `live`: this is the server's book, checksum verified.
 * `stale`: this was the server's book; the connection or the thread was lost and is being sought again.
 * `refused`: the server does not serve this; `problem` says why.
 */
export interface BookView {
  readonly status: 'waiting' | 'live' | 'stale' | 'refused';
  readonly problem?: FeedProblem;
  /** Empty until the server has named the book. */
  readonly key: string;
  readonly version: number;
  /** RFC 3339; empty until the first snapshot. */
  readonly asOf: string;
  /** First to last, by the server's weights or by the caller's own. */
  readonly routes: readonly RouteJson[];
  readonly excluded: BookJson['excluded'];
  readonly pending: readonly string[];
  /** The weights that placed the routes as shown; undefined until the first snapshot. */
  readonly weights?: Weights;
  readonly volatility: number;
  /** True when the caller's own weights placed the routes. */
  readonly reranked: boolean;
}

export const EMPTY_VIEW: BookView = {
  status: 'waiting',
  key: '',
  version: 0,
  asOf: '',
  routes: [],
  excluded: [],
  pending: [],
  volatility: 0,
  reranked: false,
};
