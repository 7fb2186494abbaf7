import type { InputError } from '#core/errors.ts';
import type { Result } from '#core/result.ts';
import type { FeedConnection, Subscription } from '../connection.ts';

/** What a subscriber asks for, once understood. */
export interface Wish {
  readonly key: string;
  /** As normalised, for the ack and for `list`. */
  readonly params: Readonly<Record<string, unknown>>;
}

export interface StartOptions<W extends Wish> {
  readonly connection: FeedConnection;
  readonly wish: W;
  /** Sends the ack; called once, right before the first frame. */
  readonly acknowledge: () => void;
}

/** One channel of the feed. */
export interface FeedChannel {
  /** Reads the params of `subscribe`; errors point below `/params`. */
  readonly parse: (params: unknown) => Result<Wish, InputError>;
  /** A key as `subscribed` gives it, of one that names the same in another way; as it is where it names nothing. */
  readonly canonicalKey: (key: string) => string;
  /** Sends the present state, then what changes. Rejects when the views are out of reach. */
  readonly start: (options: StartOptions<Wish>) => Promise<Subscription>;
}
