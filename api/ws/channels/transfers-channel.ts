import type { TransferReader } from '#platform/redis/transfer-reader.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { UpdateFrame } from '#schemas/api/feed.ts';
import type { TransferJson, UnseenTransferJson } from '#schemas/api/transfer.ts';
import type { TransferFinder } from '../../transfers/transfer-finder.ts';
import type { TransferHub } from '../../transfers/transfer-hub.ts';
import { unseen } from '../../transfers/unseen.ts';
import type { FeedConnection, Subscription } from '../connection.ts';
import type { Output } from '../output.ts';
import { textFrame } from '../text-frame.ts';
import type { FeedChannel } from './channel.ts';
import { canonicalTransfersKey, parseTransfersWish, type TransfersWish } from './transfers-wish.ts';

/** The newest transfers that a subscriber to an address, or to all, is sent first; older ones are for REST's pages. */
const PRESENT_MAX = 100;
/** Transfers whose changes a slow subscriber may miss and still be told of one by one; beyond, it is sent the present state. */
const MISSED_MAX = 1_000;

interface Deps {
  readonly reader: TransferReader;
  readonly finder: TransferFinder;
  readonly hub: TransferHub;
  readonly output: Output;
  readonly logger: Logger;
  readonly now: () => number;
}

type Shown = TransferJson | UnseenTransferJson;

/** What a subscriber is sent first. A transaction that nobody has seen is looked for from now on. */
const presentOf = async ({ reader, finder, now }: Deps, { by, key }: TransfersWish): Promise<readonly Shown[]> => {
  if (by === 'transferKey') {
    const { value } = await finder.byKey(key);
    return value === undefined ? [] : [JSON.parse(value.toString()) as TransferJson];
  }
  if (by === 'transaction') {
    const { value: found, historyAway } = await finder.byTransaction(key);
    if (found[0]?.seenOnChain !== true) await reader.want(key, now());
    return found.length > 0 ? found : [unseen(key, historyAway)];
  }
  const page = await reader.page(by === 'all' ? undefined : key, { limit: PRESENT_MAX });
  return page.transfers.map(({ json }) => JSON.parse(json.toString()) as TransferJson);
};

/** One subscription: the present state, what changed while it was read, then each change. */
const follow = async (
  deps: Deps,
  options: { connection: FeedConnection; wish: TransfersWish; acknowledge: () => void },
): Promise<Subscription> => {
  const { reader, hub, output, logger } = deps;
  const { connection, wish, acknowledge } = options;
  const { key } = wish;
  // While transfers are read, changes wait here, the last of each transfer; then it is undefined.
  let waiting: Map<string, TransferJson> | undefined = new Map();
  // Undefined while the subscriber keeps up.
  let missed: Set<string> | 'all' | undefined;
  let closed = false;
  // The reading that was begun last: the next waits for it, so that what was read earlier is never sent later.
  let turn = Promise.resolve();

  const send = (transfers: readonly Shown[]) => {
    if (closed) return;
    const frame: UpdateFrame = { type: 'update', channel: 'transfers', key, transfers: [...transfers] };
    output.send(connection, textFrame(frame));
  };
  const hear = (transfer: TransferJson) => {
    if (waiting !== undefined) waiting.set(transfer.transferKey, transfer);
    else if (!output.holdsBack(connection, subscription)) send([transfer]);
    else if (missed !== 'all') {
      missed ??= new Set();
      missed.add(transfer.transferKey);
      if (missed.size > MISSED_MAX) missed = 'all';
    }
  };
  /** Sends what `read` finds, and then what changed meanwhile. */
  const tell = async (read: () => Promise<readonly Shown[]>, before?: () => void) => {
    if (closed) return;
    const since = waiting ?? new Map<string, TransferJson>();
    waiting = since;
    try {
      const found = await read();
      before?.();
      send(found);
      const known = new Map(found.flatMap((one) => ('transferKey' in one ? [[one.transferKey, one.version] as const] : [])));
      const later = [...since.values()].filter(({ transferKey, version }) => version > (known.get(transferKey) ?? 0));
      if (later.length > 0) send(later);
    } finally {
      waiting = undefined;
    }
  };
  const inTurn = (...telling: Parameters<typeof tell>): Promise<void> => {
    const told = turn.then(() => tell(...telling));
    turn = told.catch((error: unknown) => logger.warn({ error: String(error), key }, 'transfers could not be read for a subscriber'));
    return told;
  };
  const tellPresent = (before?: () => void) => {
    missed = undefined;
    return inTurn(() => presentOf(deps, wish), before);
  };
  /** For what nobody asked: that it failed has been logged. */
  const unasked = (telling: Promise<void>) => void telling.catch(() => undefined);

  const follower = { hear, missed: () => unasked(tellPresent()) };
  const unfollow = await hub.follow(wish.by === 'address' ? key.toLowerCase() : key, follower);
  const subscription: Subscription = {
    channel: 'transfers',
    key,
    params: wish.params,
    catchUp: () => {
      const behind = missed;
      missed = undefined;
      if (behind === 'all') unasked(tellPresent());
      else if (behind !== undefined) unasked(inTurn(() => reader.byKeys([...behind])));
    },
    resync: () => tellPresent(),
    close: () => {
      closed = true;
      unfollow();
    },
  };
  try {
    await tellPresent(acknowledge);
  } catch (error) {
    subscription.close();
    throw error;
  }
  return subscription;
};

/** Transfers, one, one transaction's, one address's or all: as they are, then as they change. */
export const createTransfersChannel = (deps: Deps): FeedChannel => ({
  parse: parseTransfersWish,
  canonicalKey: canonicalTransfersKey,
  start: (options) => follow(deps, { ...options, wish: options.wish as TransfersWish }),
});
