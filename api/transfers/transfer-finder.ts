import type { TransferHistory } from '#platform/clickhouse/transfer-history.ts';
import type { PagePlace, TransferPage, TransferReader } from '#platform/redis/transfer-reader.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { TransferJson } from '#schemas/api/transfer.ts';

/** What was found, and whether the history, which was to be asked, could not be. */
export interface Found<T> {
  readonly value: T;
  readonly historyAway: boolean;
}

/** Transfers of the last week and older ones. All reject when Redis is out of reach, none when the history is. */
export interface TransferFinder {
  byKey(transferKey: string): Promise<Found<Buffer | undefined>>;
  /** First what stands on chain. */
  byTransaction(hash: string): Promise<Found<readonly TransferJson[]>>;
  /** `address` with its checksum. */
  page(address: string, options: { limit: number; after?: PagePlace | undefined }): Promise<Found<TransferPage>>;
}

/** As bridges' transfers are called: bridge:originChainId:id. Nothing else is worth a question to the history. */
const KEY = /^[a-z0-9-]{1,40}:\d{1,20}:.{1,200}$/;

/**
 * Asks Redis, which holds what moved within a week, and the history for what Redis does not know. A page is never made of both: the older
 * ones are its next page, so that what Redis can answer never waits for the history.
 */
export const createTransferFinder = (deps: {
  recent: TransferReader;
  /** Undefined where the API was given none: then nothing is older than a week. */
  history: TransferHistory | undefined;
  logger: Logger;
}): TransferFinder => {
  const { recent, history, logger } = deps;

  const ask = async <T>(question: ((of: TransferHistory) => Promise<T>) | undefined, none: T): Promise<Found<T>> => {
    if (history === undefined || question === undefined) return { value: none, historyAway: false };
    try {
      return { value: await question(history), historyAway: false };
    } catch (error) {
      logger.debug({ error: String(error) }, 'the history was asked for a transfer and is out of reach');
      return { value: none, historyAway: true };
    }
  };

  return {
    byKey: async (transferKey) => {
      const known = await recent.byKey(transferKey);
      if (known !== undefined) return { value: known, historyAway: false };
      return ask(KEY.test(transferKey) ? (older) => older.byKey(transferKey) : undefined, undefined);
    },
    byTransaction: async (hash) => {
      const known = await recent.byTransaction(hash);
      if (known.length > 0) return { value: known, historyAway: false };
      return ask((older) => older.byTransaction(hash), []);
    },
    page: async (address, options) => {
      const page = await recent.page(address, options);
      const last = page.transfers.at(-1);
      if (last === undefined) return ask((older) => older.page(address, options), page);
      if (page.next !== undefined || history === undefined) return { value: page, historyAway: false };
      return { value: { ...page, next: last }, historyAway: false };
    },
  };
};
