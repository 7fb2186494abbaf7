import type { TransferReader } from '#platform/redis/transfer-reader.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { UpdateFrame } from '#schemas/api/feed.ts';
import type { TransferJson, UnseenTransferJson } from '#schemas/api/transfer.ts';
import type { TransferHub } from '../../transfers/transfer-hub.ts';
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
  readonly hub: TransferHub;
  readonly output: Output;
  readonly logger: Logger;
  readonly now: () => number;
}

type Shown = TransferJson | UnseenTransferJson;

/** What a subscriber is sent first. A transaction that nobody has seen is looked for from now on. */
const presentOf = async ({ reader, now }: Deps, { by, key }: TransfersWish): Promise<readonly Shown[]> => {
  if (by === 'transferKey') return reader.byKeys([key]);
  if (by === 'transaction') {
    const found = await reader.byTransaction(key);
    if (found[0]?.seenOnChain !== true) await reader.want(key, now());
    return found.length > 0 ? found : [{ state: 'PENDING', seenOnChain: false, transaction: key }];
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
  // While the present state is read, changes wait here, the last of each transfer; then it is undefined.
  let waiting: Map<string, TransferJson> | undefined = new Map();
  // Undefined while the subscriber keeps up.
  let missed: Set<string> | 'all' | undefined;
  let closed = false;

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
  const failed = (error: unknown) => {
    waiting = undefined;
    logger.warn({ error: String(error), key }, 'transfers could not be read for a subscriber');
  };
  const sendPresent = async () => {
    waiting ??= new Map();
    missed = undefined;
    const present = await presentOf(deps, wish);
    const since = waiting;
    waiting = undefined;
    return () => {
      const known = new Map(present.flatMap((one) => ('transferKey' in one ? [[one.transferKey, one.version] as const] : [])));
      const later = [...since.values()].filter(({ transferKey, version }) => version > (known.get(transferKey) ?? 0));
      send(present);
      if (later.length > 0) send(later);
    };
  };
  const again = () => void sendPresent().then((sendIt) => sendIt(), failed);

  const unfollow = await hub.follow(wish.by === 'address' ? key.toLowerCase() : key, { hear, missed: again });
  const subscription: Subscription = {
    channel: 'transfers',
    key,
    params: wish.params,
    catchUp: () => {
      const behind = missed;
      missed = undefined;
      if (behind === 'all') again();
      else if (behind !== undefined) void reader.byKeys([...behind]).then(send, failed);
    },
    resync: again,
    close: () => {
      closed = true;
      unfollow();
    },
  };
  try {
    const sendIt = await sendPresent();
    acknowledge();
    sendIt();
  } catch (error) {
    unfollow();
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
