import type { Redis } from 'ioredis';
import type { TransferJson } from '#schemas/api/transfer.ts';
import { firstWhatStands, hasTransaction, isGone, mayBeGone } from '#schemas/codecs/found-transfer.ts';
import type { ChannelSubscriber } from './channel-subscriber.ts';
import type { Keys } from './keys.ts';

/** How long a transaction that nobody has seen is looked for after it was asked for last. */
const WANTED_MS = 3_600_000;
/** Members read at once while a page is filled, at most, … */
const CHUNK_MAX = 128;
/** … and so many more than the page has room for: for the one that says there is a next, and for some that are left out. */
const SPARE = 4;

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

  /** In one exchange: a page of ten transfers in ten is what a look-up by address would mostly cost. */
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
    const found = await byKeys(await redis.smembers(keys.transfersByTransaction(wanted)));
    return found.filter(hasTransaction(wanted)).toSorted(firstWhatStands);
  };

  /** The same transaction mined again may be given another id by its bridge; it is still one transfer. */
  const isReplaced = async (transfer: TransferJson): Promise<boolean> => {
    if (!isGone(transfer) || transfer.originTransaction === null) return false;
    return (await byTransaction(transfer.originTransaction)).some((other) => !isGone(other));
  };

  const placesAfter = async (list: string, after: PagePlace | undefined, { offset, count }: { offset: number; count: number }) => {
    const answer = await redis.zrevrangebyscore(list, after?.startedAtMs ?? '+inf', '-inf', 'WITHSCORES', 'LIMIT', offset, count);
    const places: PagePlace[] = [];
    for (let at = 0; at + 1 < answer.length; at += 2) places.push({ transferKey: String(answer[at]), startedAtMs: Number(answer[at + 1]) });
    return places;
  };

  /** What stands at these places, in their order, for those of `party`; in one exchange. */
  const listedAt = async (places: readonly PagePlace[], party: string | undefined): Promise<readonly ListedTransfer[]> => {
    if (places.length === 0) return [];
    const pipeline = redis.pipeline();
    for (const { transferKey } of places) pipeline.hmgetBuffer(keys.transfer(transferKey), 'a', 'body');
    return ((await pipeline.exec()) ?? []).flatMap(([error, answer], index) => {
      if (error !== null) throw error;
      const [listedUnder, json] = answer as [Buffer | null, Buffer | null];
      const place = places[index];
      // The list may name what another deposit's id leads to now: the view knows under whom it is listed.
      const isTheirs = party === undefined || listedUnder?.toString('latin1').split(' ').includes(party);
      return json !== null && place !== undefined && isTheirs ? [{ ...place, json }] : [];
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
      const places = await placesAfter(list, after, { offset, count });
      const fresh = places.filter((place) => isAfter(place, after));
      for (const listed of await listedAt(fresh, party)) {
        if (mayBeGone(listed.json) && (await isReplaced(JSON.parse(listed.json.toString()) as TransferJson))) continue;
        // One more than asked for says that there is a next page; it begins after the last one of this.
        if (transfers.length === limit) return { transfers, next: transfers.at(-1) };
        transfers.push(listed);
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
      await redis.zadd(keys.wantedTransactions(), nowMs + WANTED_MS, wanted);
      await redis.publish(keys.wantedTransactionsChannel(), wanted);
    },
    watch: (listener) =>
      subscriber.subscribe(keys.transferChannel(), (payload) => listener(JSON.parse(payload.toString()) as TransferJson)),
    onRestored: subscriber.onRestored,
  };
};
