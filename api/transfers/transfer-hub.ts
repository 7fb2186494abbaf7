import type { TransferReader } from '#platform/redis/transfer-reader.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { ALL_KEY } from '#schemas/api/feed.ts';
import type { TransferJson } from '#schemas/api/transfer.ts';
import { transactionsOf } from '#schemas/codecs/found-transfer.ts';

export interface TransferFollower {
  /** A transfer has changed. */
  readonly hear: (transfer: TransferJson) => void;
  /** Changes may have been missed: the present state must be read again. */
  readonly missed: () => void;
}

export interface TransferHub {
  /** Hears of changes under a key of the channel: a transfer's key, a transaction, an address in lower case, or all. Resolves once it does. */
  follow(key: string, follower: TransferFollower): Promise<() => void>;
}

/** Every key of the channel under which a transfer is heard of. */
const keysOf = (transfer: TransferJson): ReadonlySet<string> => {
  const { transferKey, sender, recipient } = transfer;
  const named = [...transactionsOf(transfer), sender, recipient];
  return new Set([ALL_KEY, transferKey, ...named.flatMap((text) => (text === null ? [] : [text.toLowerCase()]))]);
};

/** One ear for all subscribers: what the processor announces, handed to those whom it is for. */
export const createTransferHub = (deps: { reader: TransferReader; logger: Logger }): TransferHub => {
  const { reader, logger } = deps;
  // Bounded by the subscriptions: an entry ends with its last one.
  const followers = new Map<string, Set<TransferFollower>>();
  let watching: Promise<void> | undefined;

  const hear = (transfer: TransferJson) => {
    if (followers.size === 0) return;
    for (const key of keysOf(transfer)) for (const follower of followers.get(key) ?? []) follower.hear(transfer);
  };

  const watch = (): Promise<void> => {
    watching ??= reader.watch(hear).catch((error: unknown) => {
      watching = undefined;
      throw error;
    });
    return watching;
  };

  reader.onRestored(() => {
    logger.debug('transfers are announced again; subscribers are sent the present state');
    for (const some of followers.values()) for (const follower of some) follower.missed();
  });

  return {
    follow: async (key, follower) => {
      await watch();
      const some = followers.get(key) ?? new Set();
      followers.set(key, some.add(follower));
      return () => {
        some.delete(follower);
        if (some.size === 0 && followers.get(key) === some) followers.delete(key);
      };
    },
  };
};
