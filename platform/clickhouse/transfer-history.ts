import type { ClickHouseClient } from '@clickhouse/client';
import type { TransferJson } from '#schemas/api/transfer.ts';
import { firstWhatStands, hasParty, hasTransaction, isGone } from '#schemas/codecs/found-transfer.ts';
import type { ListedTransfer, PagePlace, TransferPage } from '../redis/transfer-reader.ts';

/** A look-up takes some hundredths of a second; who has waited this long is told that the history is out of reach. */
const LOOK_UP_MS_MAX = 1_000;
/** At the same time, so that people's own queries, which the same user puts, are not kept out. */
const AT_ONCE = 2;
/** More than these wait for no more than the time above anyway. */
const WAITING_MAX = 64;
/** A page is read with so many to spare, for those that are left out of it. */
const SPARE = 8;

/** Transfers as the history keeps them, for good. All reject when it is out of reach, too slow or too busy. */
export interface TransferHistory {
  /** The transfer's JSON as it was stored last. */
  byKey(transferKey: string): Promise<Buffer | undefined>;
  /** Those with this transaction on either side: first what stands on chain. */
  byTransaction(hash: string): Promise<readonly TransferJson[]>;
  /** An address's transfers, newest first. `address` with its checksum. */
  page(address: string, options: { limit: number; after?: PagePlace | undefined }): Promise<TransferPage>;
}

/** Lets so many run at a time. */
const createGate = () => {
  let free = AT_ONCE;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free === 0) {
      if (waiting.length >= WAITING_MAX) throw new Error('too many look-ups at the same time');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else free -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
};

/** Of each key its last state: what FINAL gives too, which reads the JSON of all neighbours as well. */
const LAST = 'ORDER BY version DESC LIMIT 1 BY transfer_key';
/** Where filters find the rows, weighing every part's projections would be most of the time. */
const BY_FILTERS = 'SETTINGS optimize_use_projections = 0';

/** As a list of an address is ordered. */
const newestFirst = (a: TransferJson, b: TransferJson): number =>
  Date.parse(b.startedAt) - Date.parse(a.startedAt) || (a.transferKey < b.transferKey ? 1 : -1);

/**
 * Keys are found first, by bloom filters of the transactions or by projections that are ordered by address, and then read by key: so each is
 * shown as it is now, and what it led to once is not shown any more.
 */
export const createTransferHistory = (client: ClickHouseClient): TransferHistory => {
  const gate = createGate();

  const jsonOf = (query: string, params: Record<string, unknown>): Promise<readonly string[]> => {
    const signal = AbortSignal.timeout(LOOK_UP_MS_MAX);
    return gate(async () => {
      signal.throwIfAborted();
      const answer = await client.query({ query, query_params: params, format: 'JSONEachRow', abort_signal: signal });
      return (await answer.json<{ json: string }>()).map(({ json }) => json);
    });
  };
  const transfersOf = async (query: string, params: Record<string, unknown>): Promise<readonly TransferJson[]> =>
    (await jsonOf(query, params)).map((json) => JSON.parse(json) as TransferJson);

  const byTransaction = async (hash: string): Promise<readonly TransferJson[]> => {
    const wanted = hash.toLowerCase();
    const keys = ['origin_transaction', 'destination_transaction', 'refund_transaction']
      .map((column) => `SELECT transfer_key FROM transfers WHERE ${column} = {hash:String}`)
      .join(' UNION ALL ');
    const found = await transfersOf(`SELECT json FROM transfers WHERE transfer_key IN (${keys}) ${LAST} ${BY_FILTERS}`, { hash: wanted });
    return found.filter(hasTransaction(wanted)).toSorted(firstWhatStands);
  };

  /** The same transaction mined again may be given another id by its bridge; it is still one transfer. */
  const isReplaced = async (transfer: TransferJson): Promise<boolean> =>
    isGone(transfer) &&
    transfer.originTransaction !== null &&
    (await byTransaction(transfer.originTransaction)).some((other) => !isGone(other));

  return {
    byKey: async (transferKey) => {
      const [json] = await jsonOf(`SELECT json FROM transfers WHERE transfer_key = {key:String} ${LAST} ${BY_FILTERS}`, {
        key: transferKey,
      });
      return json === undefined ? undefined : Buffer.from(json);
    },
    byTransaction,
    page: async (address, { limit, after }) => {
      const before = after === undefined ? '' : 'AND (started_at, transfer_key) < (fromUnixTimestamp64Milli({at:Int64}), {key:String})';
      const most = limit + 1 + SPARE;
      const keys = ['sender', 'recipient']
        .map(
          (column) =>
            `(SELECT transfer_key, started_at FROM transfers WHERE ${column} = {address:String} ${before} ORDER BY started_at DESC, transfer_key DESC LIMIT 1 BY transfer_key LIMIT ${most})`,
        )
        .join(' UNION ALL ');
      const found = await transfersOf(
        `SELECT json FROM transfers WHERE transfer_key IN (
           SELECT transfer_key FROM (${keys}) GROUP BY transfer_key ORDER BY max(started_at) DESC, transfer_key DESC LIMIT ${most}) ${LAST}`,
        { address, ...(after === undefined ? {} : { at: after.startedAtMs, key: after.transferKey }) },
      );
      const transfers: ListedTransfer[] = [];
      let last: PagePlace | undefined;
      for (const transfer of found.toSorted(newestFirst)) {
        if (transfers.length === limit) return { transfers, next: last };
        last = { startedAtMs: Date.parse(transfer.startedAt), transferKey: transfer.transferKey };
        const isTheirs = hasParty(address.toLowerCase())(transfer);
        if (isTheirs && !(await isReplaced(transfer))) transfers.push({ ...last, json: Buffer.from(JSON.stringify(transfer)) });
      }
      return { transfers, next: found.length < most ? undefined : last };
    },
  };
};
