import type { Transfer } from '#core/domain/transfer.ts';
import { depositOf, holdToPromise, promisedBy } from '#core/transfers/hold-to-promise.ts';
import type { IssuedQuoteReader } from '#platform/redis/issued-quote-store.ts';
import type { PromisedJson } from '#schemas/api/transfer.ts';
import { promisedFromJson, promisedToJson } from '#schemas/codecs/transfer.ts';

/** What is noted beside a transfer's events: the transaction that was looked up, and what was promised with it, if anything. */
export const promiseNote = (originTransaction: string, promised: PromisedJson | null): string =>
  `${originTransaction}\n${promised === null ? '' : JSON.stringify(promised)}`;

export interface HeldTransfer {
  readonly transfer: Transfer;
  /** To be noted; empty leaves what is noted. */
  readonly promise: string;
}

export interface Promises {
  /** The transfer, held to what was promised for it. Rejects when Redis is away. */
  hold(transfer: Transfer, noted: string): Promise<HeldTransfer>;
}

/**
 * Issued quotes are kept for a day, and transfers for a week: so what was promised is noted with the transfer when its deposit is seen first,
 * and looked up once only. A promise is written before its transaction is handed out, so when none is there, there was none.
 */
export const createPromises = ({ issued }: { issued: IssuedQuoteReader }): Promises => ({
  hold: async (transfer, noted) => {
    const [transaction, json] = noted.split('\n');
    if (noted !== '' && transaction === transfer.originTransaction) {
      return { transfer: json ? holdToPromise(transfer, promisedFromJson(JSON.parse(json) as PromisedJson)) : transfer, promise: '' };
    }
    const deposit = depositOf(transfer);
    if (deposit === undefined || transfer.originTransaction === null) return { transfer, promise: '' };
    const quote = await issued.find(deposit);
    const promised = quote === undefined ? null : promisedBy(quote);
    return {
      transfer: holdToPromise(transfer, promised),
      promise: promiseNote(transfer.originTransaction, promised && promisedToJson(promised)),
    };
  },
});
