import type { Bridge, BridgeContext, StatusFailure, TransferStatus } from '#bridges/_kit/port.ts';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import type { Result } from '#core/result.ts';
import type { IssuedQuote } from '#core/transfers/issued-quote.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { createProvider, type Provider } from '../../quotes/provider.ts';
import type { ToldFillBook } from './book.ts';
import type { ToldFillMetrics } from './metrics.ts';

export interface AskVendorsDeps {
  readonly bridges: readonly Bridge[];
  readonly book: ToldFillBook;
  readonly context: Omit<BridgeContext, 'signal'>;
  /** What we promised with transactions that may have made a deposit. Rejects when it cannot be known now. */
  readonly promises: (deposit: ChainEvent) => Promise<readonly IssuedQuote[]>;
  readonly metrics: ToldFillMetrics;
  readonly now: () => number;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** How often it is looked who is due. */
const ROUND_MS = 500;
/** Deposits whose promises are looked up in a round. */
const PROMISES_AT_ONCE = 100;
const ASK_TIMEOUT_MS = 8_000;
/** A vendor that fails is left alone this long, twice as long each further time, up to the longest. */
const PAUSE_MS = { min: 2_000, max: 120_000 } as const;

/** Asks the vendors, each within its budget, which transactions paid the open transfers. Resolves after the signal, when nothing is asked any more. */
export const askVendors = async (deps: AskVendorsDeps): Promise<void> => {
  const { now, signal } = deps;
  const vendors = deps.bridges.flatMap((bridge) => {
    const told = bridge.manifest.toldFills;
    return told === undefined || bridge.status === undefined ? [] : [createVendor(deps, bridge, createProvider(told.budget, now()))];
  });
  const asked = new Set<Promise<void>>();
  while (vendors.length > 0 && !signal.aborted) {
    for (const vendor of vendors) {
      await vendor.readPromises();
      for (const question of vendor.ask()) {
        asked.add(question);
        void question.finally(() => asked.delete(question));
      }
    }
    await untilNextRound(signal);
  }
  await Promise.all(asked);
};

const createVendor = (deps: AskVendorsDeps, bridge: Bridge, provider: Provider) => {
  const { book, context, metrics, now, logger } = deps;
  const { id } = bridge.manifest;
  let pauseMs = 0;

  const take = (deposit: ChainEvent, answer: Result<TransferStatus, StatusFailure>): void => {
    if (answer.ok) {
      pauseMs = 0;
      const why = book.heard(deposit, answer.value);
      const named = answer.value.destinationTransaction ?? answer.value.refundTransaction;
      metrics.asked(id, named === null ? 'nothing-yet' : 'told');
      if (why === undefined) return;
      metrics.read(id, 'disagrees');
      if (book.doubt(deposit, named ?? '')) logger.warn({ bridge: id, transfer: deposit.transferKey, why }, DISAGREE);
      return;
    }
    const failure = answer.error;
    metrics.asked(id, failure.code);
    if (failure.code === 'NOT_FOUND') return;
    pauseMs = Math.min(Math.max(pauseMs * 2, PAUSE_MS.min), PAUSE_MS.max);
    const told = 'retryAfterMs' in failure ? failure.retryAfterMs : null;
    provider.pause(now() + Math.min(Math.max(told ?? 0, pauseMs), PAUSE_MS.max));
  };
  const askOne = async (deposit: ChainEvent): Promise<void> => {
    const signal = AbortSignal.any([deps.signal, AbortSignal.timeout(ASK_TIMEOUT_MS)]);
    const { chainId: originChainId, transactionHash, fields } = deposit;
    try {
      const reference = { originChainId, transactionHash, ...(fields.depositId === undefined ? {} : { id: fields.depositId }) };
      const answer = await bridge.status?.({ ...context, signal }, reference);
      if (answer !== undefined) take(deposit, answer);
    } catch (error) {
      logger.error({ bridge: id, transfer: deposit.transferKey, error: String(error) }, 'the adapter failed at a status');
    } finally {
      provider.release();
    }
  };

  return {
    readPromises: async (): Promise<void> => {
      const unread = book.unread(id).slice(0, PROMISES_AT_ONCE);
      await Promise.all(unread.map(async (deposit) => book.promised(deposit, await deps.promises(deposit)))).catch((error: unknown) => {
        if (!deps.signal.aborted) logger.warn({ bridge: id, error: String(error) }, 'what was promised cannot be looked up now');
      });
    },
    ask: (): readonly Promise<void>[] => {
      const questions: Promise<void>[] = [];
      for (const deposit of book.due(id, now())) {
        if (!provider.spend(now())) break;
        book.asking(deposit, now());
        questions.push(askOne(deposit));
      }
      return questions;
    },
  };
};

/** What is logged, once a transaction, when a vendor's word and the chain differ. */
export const DISAGREE = 'the vendor names a payment that the chain does not show; the transfer stays open';

const untilNextRound = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ROUND_MS);
    signal.addEventListener('abort', done, { once: true });
  });
