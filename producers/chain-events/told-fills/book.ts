import type { Bridge, TransferStatus } from '#bridges/_kit/port.ts';
import { assetById } from '#core/domain/asset.ts';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import type { IssuedQuote } from '#core/transfers/issued-quote.ts';
import { termsRepeated } from '#core/transfers/same-terms.ts';
import { askAgainAfterMs } from './ask-again.ts';
import type { ToldFillMetrics } from './metrics.ts';
import type { PaymentTerms } from './read-payment.ts';

/** Deposits remembered; at some kilobyte each this is 50 MB. The oldest are forgotten. */
const DEPOSITS_MAX = 50_000;
/** Payments told of, remembered so that none counts for two transfers. The oldest are forgotten. */
const PAYMENTS_MAX = 50_000;
/** What a refund brings back at least, of what was deposited: the vendor keeps the gas of it. */
const REFUND_SHARE_MIN = { of: 1n, in: 2n } as const;

/** A payment that would settle a transfer, and what is told of it beside the amount. */
export interface Wanted {
  readonly terms: PaymentTerms;
  readonly tell: (paid: { readonly amount: bigint; readonly payer: string }) => Readonly<Record<string, string>>;
}

/** A transaction that a vendor names as the one that paid, or gave back. Nothing is believed before it was read. */
export interface Word {
  readonly kind: 'fill' | 'refund';
  readonly chainId: number;
  readonly hash: string;
  readonly deposit: ChainEvent;
  /** One of these must have been paid. */
  readonly wanted: readonly Wanted[];
}

interface Remembered {
  readonly deposit: ChainEvent;
  /** What we promised for it; undefined until it was looked up. */
  readonly promises: readonly IssuedQuote[] | undefined;
  readonly askAtMs: number;
  readonly word: Word | undefined;
  /** The last transaction that was named and did not pay. */
  readonly doubted: string | undefined;
}

/**
 * The open transfers of bridges whose fills the vendor alone can name. It is made anew at each start from what stands in the log: nothing here
 * has to outlive the process.
 */
export interface ToldFillBook {
  /** Takes what was told, or taken back. */
  observe(event: ChainEvent): void;
  /** The open transfers of a bridge that nobody has looked up promises for, oldest first. */
  unread(bridge: string): readonly ChainEvent[];
  /** What was promised for a deposit. Without a promise nobody knows what should arrive, and the transfer is left alone. */
  promised(deposit: ChainEvent, promises: readonly IssuedQuote[]): void;
  /** By what the vendor's status is asked, where a promise knows it; the deposit's own number else. */
  requestOf(deposit: ChainEvent): string | undefined;
  /** The open transfers of a bridge to ask about now, longest due first. Those too old are given up. */
  due(bridge: string, nowMs: number): readonly ChainEvent[];
  /** Somebody asks about it now: the next question is due later. */
  asking(deposit: ChainEvent, nowMs: number): void;
  /** What the vendor said. Gives why it cannot be, where the word itself is no good. */
  heard(deposit: ChainEvent, status: TransferStatus): string | undefined;
  /** Transactions named that are to be read on a chain. */
  words(chainId: number): readonly Word[];
  /** The transaction did not pay. Gives whether that is news. */
  doubt(deposit: ChainEvent, hash: string): boolean;
  isTaken(paymentId: string): boolean;
}

const HASH = /^0x[0-9a-fA-F]{64}$/;

export const createToldFillBook = (options: {
  readonly bridges: readonly Bridge[];
  readonly now: () => number;
  readonly metrics: ToldFillMetrics;
}): ToldFillBook => {
  const { now, metrics } = options;
  const askedForMs = new Map(options.bridges.flatMap(({ manifest: { id, toldFills } }) => (toldFills ? [[id, toldFills.askedForMs]] : [])));
  const transfers = new Map<string, Remembered>();
  /** Payments that stand, by their place, and whose they are. */
  const payments = new Map<string, string>();
  const settled = new Map<string, Set<string>>();

  const isOpen = ({ deposit }: Remembered): boolean => !settled.has(deposit.transferKey);
  const openOf = (bridge: string): readonly Remembered[] =>
    [...transfers.values()].filter((one) => one.deposit.bridge === bridge && isOpen(one));
  const change = (deposit: ChainEvent, changed: Partial<Remembered>): void => {
    const known = transfers.get(deposit.transferKey);
    if (known?.deposit.eventId === deposit.eventId) transfers.set(deposit.transferKey, { ...known, ...changed });
  };
  const bound = <T>(map: Map<string, T>, most: number, leaves: (oldest: T) => void): void => {
    for (const [key, oldest] of map) {
      if (map.size <= most) return;
      map.delete(key);
      leaves(oldest);
    }
  };

  const observeDeposit = (deposit: ChainEvent): void => {
    const { transferKey, eventId, bridge, removed, blockTimeMs } = deposit;
    if (removed) {
      if (transfers.get(transferKey)?.deposit.eventId === eventId) transfers.delete(transferKey);
      return;
    }
    if (now() - blockTimeMs > (askedForMs.get(bridge) ?? 0)) return;
    transfers.set(transferKey, { deposit, promises: undefined, askAtMs: now(), word: undefined, doubted: undefined });
    bound(transfers, DEPOSITS_MAX, (oldest) => metrics.left(oldest.deposit.bridge, 'too-many'));
  };
  const observeEnd = ({ transferKey, eventId, removed }: ChainEvent): void => {
    const paymentId = eventId.slice(0, -transferKey.length - 1);
    const ends = settled.get(transferKey) ?? new Set();
    if (removed) {
      payments.delete(paymentId);
      ends.delete(eventId);
      if (ends.size === 0) settled.delete(transferKey);
      // The vendor may name its successor at once.
      const known = transfers.get(transferKey);
      if (known !== undefined) change(known.deposit, { askAtMs: now(), word: undefined });
      return;
    }
    payments.set(paymentId, transferKey);
    settled.set(transferKey, ends.add(eventId));
    bound(payments, PAYMENTS_MAX, (oldest) => settled.delete(oldest));
  };

  return {
    observe: (event) => {
      if (!askedForMs.has(event.bridge)) return;
      if (event.kind === 'deposit') observeDeposit(event);
      if (event.kind === 'fill' || event.kind === 'refund') observeEnd(event);
    },
    unread: (bridge) => openOf(bridge).flatMap(({ deposit, promises }) => (promises === undefined ? [deposit] : [])),
    promised: (deposit, promises) => {
      // A deposit whose number a promise names was made on that one, whatever else was promised for as much.
      const named = promises.filter(({ request }) => request?.transferId === deposit.fields.depositId?.toLowerCase());
      if (promises.length > 0) return change(deposit, { promises: named.length > 0 ? named : promises });
      if (transfers.get(deposit.transferKey)?.deposit.eventId !== deposit.eventId) return;
      transfers.delete(deposit.transferKey);
      metrics.left(deposit.bridge, 'not-ours');
    },
    requestOf: (deposit) => {
      const { promises = [] } = transfers.get(deposit.transferKey) ?? {};
      return promises.find(({ request }) => request?.transferId === deposit.fields.depositId?.toLowerCase())?.request?.requestId;
    },
    due: (bridge, nowMs) => {
      for (const [key, known] of transfers) {
        if (known.deposit.bridge !== bridge || nowMs - known.deposit.blockTimeMs <= (askedForMs.get(bridge) ?? 0)) continue;
        if (isOpen(known)) metrics.left(bridge, 'given-up');
        transfers.delete(key);
      }
      const ours = openOf(bridge).filter(({ promises }) => promises !== undefined);
      metrics.open(bridge, ours.length);
      return ours
        .filter(({ askAtMs }) => askAtMs <= nowMs)
        .sort((a, b) => a.askAtMs - b.askAtMs)
        .map(({ deposit }) => deposit);
    },
    asking: (deposit, nowMs) => change(deposit, { askAtMs: nowMs + askAgainAfterMs(nowMs - deposit.blockTimeMs) }),
    heard: (deposit, status) => {
      const promises = transfers.get(deposit.transferKey)?.promises ?? [];
      const word = wordOf(deposit, promises, status);
      if (typeof word === 'string') return word;
      if (word !== undefined) change(deposit, { word });
      return undefined;
    },
    words: (chainId) =>
      [...transfers.values()].flatMap((one) => (one.word !== undefined && one.word.chainId === chainId && isOpen(one) ? [one.word] : [])),
    doubt: (deposit, hash) => {
      const isNews = transfers.get(deposit.transferKey)?.doubted !== hash;
      change(deposit, { word: undefined, doubted: hash });
      return isNews;
    },
    isTaken: (paymentId) => payments.has(paymentId),
  };
};

/** A vendor's answer as a transaction to read; in words why it is none, where it speaks of another transfer than ours. */
const wordOf = (deposit: ChainEvent, promises: readonly IssuedQuote[], status: TransferStatus): Word | string | undefined => {
  if (status.transferKey !== null && status.transferKey !== deposit.transferKey) return `it speaks of ${status.transferKey}`;
  const refund = status.state === 'REFUNDED';
  const hash = refund ? status.refundTransaction : status.destinationTransaction;
  if (hash === null) return undefined;
  if (!HASH.test(hash)) return `${hash.slice(0, 80)} is no transaction`;
  if (refund) return { kind: 'refund', chainId: deposit.chainId, hash, deposit, wanted: [refundWanted(deposit)] };
  const chainId = status.destinationChainId;
  if (chainId === null) return `it names no chain for ${hash}`;
  const wanted = promises.flatMap((promise) => fillWanted(deposit, promise, chainId) ?? []);
  return wanted.length > 0 ? { kind: 'fill', chainId, hash, deposit, wanted } : `nothing was promised on chain ${chainId}`;
};

const refundWanted = (deposit: ChainEvent): Wanted => {
  const { inputToken = '', inputAmount = '0', depositor = '' } = deposit.fields;
  const atLeast = (BigInt(inputAmount) * REFUND_SHARE_MIN.of) / REFUND_SHARE_MIN.in;
  return {
    terms: { token: inputToken, recipient: depositor, atLeast, notFrom: [depositor] },
    tell: ({ amount }) => ({
      ...termsRepeated(deposit),
      refundedTo: depositor,
      refundedToken: inputToken,
      refundedAmount: String(amount),
    }),
  };
};

const fillWanted = (deposit: ChainEvent, promise: IssuedQuote, chainId: number): Wanted | undefined => {
  const to = assetById(promise.to);
  if (to === undefined || to.chainId !== chainId) return undefined;
  const { recipient, minAmountOut } = promise;
  return {
    terms: { token: to.address, recipient, atLeast: minAmountOut, notFrom: [recipient, deposit.fields.depositor ?? recipient] },
    tell: ({ amount, payer }) => ({
      ...termsRepeated(deposit),
      originChainId: String(deposit.chainId),
      destinationChainId: String(chainId),
      outputToken: to.address,
      deliveredTo: recipient,
      deliveredAmount: String(amount),
      relayer: payer,
    }),
  };
};
