import { checksumAddress } from '#core/domain/address.ts';
import type { ChainNode, PaidTransaction } from '#platform/rpc/chain-node.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { ChainState } from '../chain-state.ts';
import { chooseHead, type NodePool } from '../node-pool.ts';
import type { BlockReader } from '../read-blocks.ts';
import { DISAGREE } from './ask-vendors.ts';
import type { ToldFillBook, Wanted, Word } from './book.ts';
import type { ToldFillMetrics } from './metrics.ts';
import { type FoundPayment, paidEvent } from './paid-event.ts';
import { needsRise, readPayment } from './read-payment.ts';

/** Transactions read in one look at a chain; the others wait for the next. */
const WORDS_AT_ONCE = 10;
/** Clocks of two chains differ: a payment may seem this much older than its deposit. */
const CLOCKS_MS = 60_000;

type Outcome =
  | { readonly kind: 'settled' }
  /** Not mined, not read, or not to be had now: looked at again. */
  | { readonly kind: 'later' }
  | { readonly kind: 'disagrees'; readonly why: string };

/**
 * Reads on one chain the transactions that vendors name there, and tells the fills and refunds that they are. Only a block that the watcher
 * has read counts, so that what is told of it goes away with it.
 */
export const createWordCheck = (deps: {
  readonly chainId: number;
  readonly book: ToldFillBook;
  readonly state: ChainState;
  readonly pool: NodePool;
  readonly reader: BlockReader;
  readonly metrics: ToldFillMetrics;
  readonly logger: Logger;
}) => {
  const { chainId, book, state, pool, reader, metrics, logger } = deps;

  /** By how much the recipient's balance of the coin grew with the block: null when nobody can say now. */
  const riseOf = async (node: ChainNode, address: string, paid: PaidTransaction, signal: AbortSignal): Promise<bigint | null> => {
    const balances = await node.balances(address, [paid.blockNumber - 1, paid.blockNumber], signal);
    pool.note(node, balances);
    const [before, after] = balances.kind === 'ok' ? balances.value : [];
    return before === undefined || after === undefined ? null : after - before;
  };
  const tell = ({ deposit: { transferKey, bridge }, kind }: Word, wanted: Wanted, found: FoundPayment): Promise<boolean> => {
    const { amount, payer } = found.payment;
    const fields = wanted.tell({ amount, payer: checksumAddress(payer) ?? payer });
    return state.tellBeside(found.header, [paidEvent(found, { chainId, transferKey, bridge, kind, fields })]);
  };

  const check = async (node: ChainNode, word: Word, signal: AbortSignal): Promise<Outcome> => {
    const answer = await node.paid(word.hash, signal);
    pool.note(node, answer);
    const paid = answer.kind === 'ok' ? answer.value : undefined;
    if (paid === undefined || state.next === undefined || paid.blockNumber >= state.next) return { kind: 'later' };
    const headers = await reader.headers(node, [paid.blockNumber], signal);
    const [header] = headers.kind === 'ok' ? headers.value : [];
    if (header?.hash !== paid.blockHash) return { kind: 'later' };
    if (header.timeMs + CLOCKS_MS < word.deposit.blockTimeMs) return { kind: 'disagrees', why: 'it is older than the deposit' };
    const reasons: string[] = [];
    for (const wanted of word.wanted) {
      const rise = needsRise(paid, wanted.terms) ? await riseOf(node, wanted.terms.recipient, paid, signal) : undefined;
      if (rise === null) return { kind: 'later' };
      const payment = readPayment(paid, wanted.terms, { chainId, rise, taken: book.isTaken });
      if (payment.kind === 'paid') return (await tell(word, wanted, { payment, paid, header })) ? { kind: 'settled' } : { kind: 'later' };
      reasons.push(payment.why);
    }
    return { kind: 'disagrees', why: reasons.join('; ') };
  };

  return {
    /** One look at what is named here now. */
    serve: async (signal: AbortSignal): Promise<void> => {
      const words = book.words(chainId).slice(0, WORDS_AT_ONCE);
      if (words.length === 0) return;
      const node = chooseHead(await pool.heads(signal))?.node;
      if (node === undefined) return;
      for (const word of words) {
        const { bridge, transferKey } = word.deposit;
        const outcome = await check(node, word, signal);
        metrics.read(bridge, outcome.kind !== 'settled' ? outcome.kind : word.kind === 'fill' ? 'paid' : 'refunded');
        if (outcome.kind !== 'disagrees') continue;
        const isNews = book.doubt(word.deposit, word.hash);
        if (isNews) logger.warn({ bridge, transfer: transferKey, transaction: word.hash, why: outcome.why }, DISAGREE);
      }
    },
  };
};
