import type { Transfer } from '#core/domain/transfer.ts';
import { depositOf, holdToPromise, promisedBy } from '#core/transfers/hold-to-promise.ts';
import type { Deposit } from '#core/transfers/issued-quote.ts';
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
  /** The transfers as folded at `nowMs`, each held to what was promised for it, in the same order. Rejects when Redis is away. */
  hold(folded: readonly { readonly transfer: Transfer; readonly noted: string }[], nowMs: number): Promise<readonly HeldTransfer[]>;
}

/** As noted; undefined when nothing is, or of another transaction. */
const asNoted = (transfer: Transfer, noted: string, nowMs: number): HeldTransfer | undefined => {
  const [transaction, json] = noted.split('\n');
  if (noted === '' || transaction !== transfer.originTransaction) return undefined;
  return { transfer: json ? holdToPromise(transfer, promisedFromJson(JSON.parse(json) as PromisedJson), nowMs) : transfer, promise: '' };
};

/**
 * Issued quotes are kept for a day, and transfers for a week: so what was promised is noted with the transfer when its deposit is seen first,
 * and looked up once only. A promise is written before its transaction is handed out, so when none is there, there was none.
 */
export const createPromises = ({ issued }: { issued: IssuedQuoteReader }): Promises => ({
  hold: async (folded, nowMs) => {
    const asked: { index: number; transfer: Transfer; originTransaction: string; deposit: Deposit }[] = [];
    const held = folded.map(({ transfer, noted }, index): HeldTransfer => {
      const known = asNoted(transfer, noted, nowMs);
      if (known !== undefined) return known;
      const { originTransaction } = transfer;
      const deposit = depositOf(transfer);
      if (deposit !== undefined && originTransaction !== null) asked.push({ index, transfer, originTransaction, deposit });
      return { transfer, promise: '' };
    });
    const quotes = await issued.find(asked.map(({ deposit }) => deposit));
    for (const [at, { index, transfer, originTransaction }] of asked.entries()) {
      const quote = quotes[at];
      const promised = quote === undefined ? null : promisedBy(quote);
      held[index] = {
        transfer: holdToPromise(transfer, promised, nowMs),
        promise: promiseNote(originTransaction, promised && promisedToJson(promised)),
      };
    }
    return held;
  },
});
