import type { Bridge, BridgeContext, StatusFailure, TransferReference, TransferStatus } from '#bridges/_kit/port.ts';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import type { Result } from '#core/result.ts';
import type { IssuedQuote } from '#core/transfers/issued-quote.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { createProvider, type Provider } from '../../quotes/provider.ts';
import type { AwaitedDeposit, AwaitedDeposits } from './awaited-deposits.ts';
import type { ToldFillBook } from './book.ts';
import type { ToldFillMetrics } from './metrics.ts';

export interface AskVendorsDeps {
  readonly bridges: readonly Bridge[];
  readonly book: ToldFillBook;
  readonly awaited: AwaitedDeposits;
  readonly context: Omit<BridgeContext, 'signal'>;
  /** What we promised with transactions that may have made a deposit. Rejects when it cannot be known now. */
  readonly promises: (deposit: ChainEvent) => Promise<readonly IssuedQuote[]>;
  /** What we promised with deposits that are plain transfers, handed out since. Rejects when it cannot be known now. */
  readonly addressed: (sinceMs: number) => Promise<readonly IssuedQuote[]>;
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
  const readAddressed = createAddressedReader(deps);
  while (vendors.length > 0 && !signal.aborted) {
    await readAddressed();
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

type Answer = Result<TransferStatus, StatusFailure>;

/** Promises that were written a little late are found by looking back this far behind those known. */
const LOOK_BACK_MS = 60_000;

/** Reads the promises that came since, all that are kept the first time. */
const createAddressedReader = ({ awaited, addressed, logger, now, signal }: AskVendorsDeps) => {
  let sinceMs = 0;
  return async (): Promise<void> => {
    const startedMs = now();
    try {
      awaited.expect(await addressed(sinceMs));
      sinceMs = startedMs - LOOK_BACK_MS;
    } catch (error) {
      if (!signal.aborted) logger.warn({ error: String(error) }, 'deposits that are plain transfers cannot be looked up now');
    }
  };
};

const createVendor = (deps: AskVendorsDeps, bridge: Bridge, provider: Provider) => {
  const { book, awaited, context, metrics, now, logger } = deps;
  const { id } = bridge.manifest;
  let pauseMs = 0;

  const take = (deposit: ChainEvent, answer: Answer): void => {
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
    failed(answer.error);
  };
  const failed = (failure: StatusFailure): void => {
    metrics.asked(id, failure.code);
    if (failure.code === 'NOT_FOUND') return;
    pauseMs = Math.min(Math.max(pauseMs * 2, PAUSE_MS.min), PAUSE_MS.max);
    const told = 'retryAfterMs' in failure ? failure.retryAfterMs : null;
    provider.pause(now() + Math.min(Math.max(told ?? 0, pauseMs), PAUSE_MS.max));
  };
  const askOf = async (transferKey: string, reference: TransferReference, take: (answer: Answer) => void): Promise<void> => {
    const signal = AbortSignal.any([deps.signal, AbortSignal.timeout(ASK_TIMEOUT_MS)]);
    try {
      const answer = await bridge.status?.({ ...context, signal }, reference);
      if (answer !== undefined) take(answer);
    } catch (error) {
      logger.error({ bridge: id, transfer: transferKey, error: String(error) }, 'the adapter failed at a status');
    } finally {
      provider.release();
    }
  };
  const askOne = (deposit: ChainEvent): Promise<void> => {
    const { chainId: originChainId, transactionHash, fields, transferKey } = deposit;
    const asked = book.requestOf(deposit) ?? fields.depositId;
    const reference = { originChainId, transactionHash, ...(asked === undefined ? {} : { id: asked }) };
    // Asked by a number that the chain does not know, the vendor cannot say which transfer of the chain it speaks of.
    const isOwn = asked === fields.depositId;
    return askOf(transferKey, reference, (answer) =>
      take(deposit, answer.ok && !isOwn ? { ok: true, value: { ...answer.value, transferKey: null } } : answer),
    );
  };
  /** A deposit that nobody has seen: the vendor may name the transaction that came in. */
  const askForDeposit = (deposit: AwaitedDeposit): Promise<void> =>
    askOf(deposit.transferKey, { originChainId: deposit.asset.chainId, id: deposit.requestId }, (answer) => {
      if (!answer.ok) return failed(answer.error);
      pauseMs = 0;
      const { originTransaction } = answer.value;
      metrics.asked(id, originTransaction === null ? 'nothing-yet' : 'told');
      if (originTransaction !== null) awaited.named(deposit, originTransaction);
    });

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
      for (const deposit of awaited.due(id, now())) {
        if (!provider.spend(now())) break;
        awaited.asking(deposit, now());
        questions.push(askForDeposit(deposit));
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
