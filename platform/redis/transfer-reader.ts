import type { Redis } from 'ioredis';
import type { TransferJson } from '#schemas/api/transfer.ts';
import { firstWhatStands, hasTransaction, isGone, mayBeGone } from '#schemas/codecs/found-transfer.ts';
import type { ChannelSubscriber } from './channel-subscriber.ts';
import type { Keys } from './keys.ts';
import { createBytesScript } from './script.ts';
import { BY_TRANSACTION_LUA, PAGE_LUA } from './transfer-reader-lua.ts';

/** How long a transaction that nobody has seen is looked for after it was asked for last. */
const WANTED_MS = 3_600_000;
/** Transactions looked for at the same time: anybody may name some, and every watcher reads the list each second. Those named longest ago leave. */
const WANTED_MAX = 2_000;
/** Members read at once while a page is filled, at most, … */
const CHUNK_MAX = 128;
/** … and so many more than the page has room for: for the one that says there is a next, and for some that are left out. */
const SPARE = 4;
/** What the page's script gives of a transfer. */
const VALUES_EACH = 4;

/** Where a page ended: the last transfer that it named. */
export interface PagePlace {
  readonly startedAtMs: number;
  readonly transferKey: string;
}

/** A transfer of a page. Its JSON is served as it was stored: reading and writing it again would be most of what a page costs. */
export interface ListedTransfer extends PagePlace {
  readonly json: Buffer;
}

export interface TransferPage {
  readonly transfers: readonly ListedTransfer[];
  /** Undefined on the last page. */
  readonly next: PagePlace | undefined;
}

/** Transfers as the processor stored them. All reject when Redis is out of reach. */
export interface TransferReader {
  /** The stored bytes. */
  byKey(transferKey: string): Promise<Buffer | undefined>;
  byKeys(transferKeys: readonly string[]): Promise<readonly TransferJson[]>;
  /** Those with this transaction on either side: first what stands on chain. */
  byTransaction(hash: string): Promise<readonly TransferJson[]>;
  /** An address's transfers, newest first; of everybody when there is no address. */
  page(address: string | undefined, options: { limit: number; after?: PagePlace | undefined }): Promise<TransferPage>;
  /** Has the watchers look for a transaction that no view knows. */
  want(hash: string, nowMs: number): Promise<void>;
  /** Hears of every change of every transfer. */
  watch(listener: (transfer: TransferJson) => void): Promise<void>;
  onRestored(listener: () => void): void;
}

export const createTransferReader = (deps: { redis: Redis; subscriber: ChannelSubscriber; keys: Keys }): TransferReader => {
  const { redis, subscriber, keys } = deps;
  const pageScript = createBytesScript(redis, PAGE_LUA);
  const foundScript = createBytesScript(redis, BY_TRANSACTION_LUA);

  const byKeys = async (transferKeys: readonly string[]): Promise<readonly TransferJson[]> => {
    if (transferKeys.length === 0) return [];
    const pipeline = redis.pipeline();
    for (const key of transferKeys) pipeline.hget(keys.transfer(key), 'body');
    return ((await pipeline.exec()) ?? []).flatMap(([error, body]) => {
      if (error !== null) throw error;
      return typeof body === 'string' ? [JSON.parse(body) as TransferJson] : [];
    });
  };

  const byTransaction = async (hash: string): Promise<readonly TransferJson[]> => {
    const wanted = hash.toLowerCase();
    const bodies = (await foundScript([keys.transfersByTransaction(wanted), keys.transfer('')], [])) as readonly Buffer[];
    const found = bodies.map((body) => JSON.parse(body.toString()) as TransferJson);
    return found.filter(hasTransaction(wanted)).toSorted(firstWhatStands);
  };

  /** The same transaction mined again may be given another id by its bridge; it is still one transfer. */
  const isReplaced = async (transfer: TransferJson): Promise<boolean> => {
    if (!isGone(transfer) || transfer.originTransaction === null) return false;
    return (await byTransaction(transfer.originTransaction)).some((other) => !isGone(other));
  };

  /** Stored transfers from a place on, in the list's order. */
  const listedFrom = async (list: string, after: PagePlace | undefined, { offset, count }: { offset: number; count: number }) => {
    const args = [after?.startedAtMs ?? '+inf', offset, count];
    const answer = (await pageScript([list, keys.transfer('')], args)) as readonly (Buffer | null)[];
    return Array.from({ length: answer.length / VALUES_EACH }, (_, index) => {
      const [transferKey, startedAtMs, listedUnder, json] = answer.slice(index * VALUES_EACH, (index + 1) * VALUES_EACH);
      return {
        transferKey: String(transferKey),
        startedAtMs: Number(startedAtMs),
        listedUnder: listedUnder?.toString('latin1').split(' ') ?? [],
        json: json ?? undefined,
      };
    });
  };

  const isAfter = (place: PagePlace, after: PagePlace | undefined): boolean =>
    after === undefined || place.startedAtMs < after.startedAtMs || place.transferKey < after.transferKey;

  const page: TransferReader['page'] = async (address, { limit, after }) => {
    const party = address?.toLowerCase();
    const list = keys.transfersByAddress(party ?? '*');
    const count = Math.min(limit + SPARE, CHUNK_MAX);
    const transfers: ListedTransfer[] = [];
    for (let offset = 0; ; offset += count) {
      const places = await listedFrom(list, after, { offset, count });
      for (const { transferKey, startedAtMs, listedUnder, json } of places) {
        if (json === undefined || !isAfter({ transferKey, startedAtMs }, after)) continue;
        // The list may name what another deposit's id leads to now: the view knows under whom it is listed.
        if (party !== undefined && !listedUnder.includes(party)) continue;
        if (mayBeGone(json) && (await isReplaced(JSON.parse(json.toString()) as TransferJson))) continue;
        // One more than asked for says that there is a next page; it begins after the last one of this.
        if (transfers.length === limit) return { transfers, next: transfers.at(-1) };
        transfers.push({ transferKey, startedAtMs, json });
      }
      if (places.length < count) return { transfers, next: undefined };
    }
  };

  return {
    byKey: async (transferKey) => (await redis.hgetBuffer(keys.transfer(transferKey), 'body')) ?? undefined,
    byKeys,
    byTransaction,
    page,
    want: async (hash, nowMs) => {
      const wanted = hash.toLowerCase();
      await redis
        .multi()
        .zadd(keys.wantedTransactions(), nowMs + WANTED_MS, wanted)
        .zremrangebyrank(keys.wantedTransactions(), 0, -1 - WANTED_MAX)
        .exec();
      await redis.publish(keys.wantedTransactionsChannel(), wanted);
    },
    watch: (listener) =>
      subscriber.subscribe(keys.transferChannel(), (payload) => listener(JSON.parse(payload.toString()) as TransferJson)),
    onRestored: subscriber.onRestored,
  };
};
