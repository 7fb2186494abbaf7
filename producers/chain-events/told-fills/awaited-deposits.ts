import type { Bridge } from '#bridges/_kit/port.ts';
import { type Asset, assetById } from '#core/domain/asset.ts';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import type { IssuedQuote } from '#core/transfers/issued-quote.ts';
import { askAgainAfterMs } from './ask-again.ts';

/** Promises remembered whose deposit was not seen. The oldest are forgotten. */
const AWAITED_MAX = 10_000;
/** Deposits told of, remembered by their transfers; at some 200 bytes each this is 10 MB. The oldest are forgotten. */
const STANDING_MAX = 50_000;
/** Transactions named, remembered a deposit. The oldest are forgotten. */
const NAMED_MAX = 10;
/** Transactions looked at in vain, remembered a deposit so that each is read once. The oldest are forgotten. */
const TRIED_MAX = 50;

/** A deposit that was promised as a plain transfer to an address: no log of a bridge's contract tells of it. */
export interface AwaitedDeposit {
  readonly transferKey: string;
  readonly promise: IssuedQuote;
  /** What is sent. */
  readonly asset: Asset;
  readonly address: string;
  readonly requestId: string;
}

/** Promised deposits that have not been seen on chain. Made anew at each start from what Redis holds of promises. */
export interface AwaitedDeposits {
  /** Takes what was told, or taken back. A deposit that stands is asked about no longer, and the user's own transfer looked for no longer. */
  observe(event: ChainEvent): void;
  /** Takes promises; those known already change nothing. */
  expect(promises: readonly IssuedQuote[]): void;
  /** Those of a bridge to ask the vendor about now, longest due first. Those too old are given up. */
  due(bridge: string, nowMs: number): readonly AwaitedDeposit[];
  asking(deposit: AwaitedDeposit, nowMs: number): void;
  /** Somebody says that this transaction came in: the vendor, or a log of the token's. */
  named(deposit: AwaitedDeposit, hash: string): void;
  /** Those of `on` whose chain is to be searched now; the next search is due later. */
  toSearch(chainId: number): readonly AwaitedDeposit[];
  /** The search did not reach the chain's head: it goes on at once. */
  searchOn(deposits: readonly AwaitedDeposit[]): void;
  /** Those whose own transfer was not found, on a chain; whoever collected it may have been. */
  on(chainId: number): readonly AwaitedDeposit[];
  /** The transactions that are to be read for one: what was named, and what people wait for, once each. */
  toTry(deposit: AwaitedDeposit, waitedFor: readonly string[]): readonly string[];
  tried(deposit: AwaitedDeposit, hash: string): void;
  /** Whether that payment is another transfer's: a vendor may give one address twice. */
  isTaken(paymentId: string, transferKey: string): boolean;
}

interface Remembered {
  readonly deposit: AwaitedDeposit;
  readonly askAtMs: number;
  readonly searchAtMs: number;
  readonly named: readonly string[];
  readonly tried: ReadonlySet<string>;
}

const HASH = /^0x[0-9a-fA-F]{64}$/;

export const createAwaitedDeposits = (options: { readonly bridges: readonly Bridge[]; readonly now: () => number }): AwaitedDeposits => {
  const { now } = options;
  const askedForMs = new Map(options.bridges.flatMap(({ manifest: { id, toldFills } }) => (toldFills ? [[id, toldFills.askedForMs]] : [])));
  const awaited = new Map<string, Remembered>();
  /** Deposits that stand, by transfer, and whether each is the user's own transfer or was made by whoever collected it. */
  const standing = new Map<string, ReadonlyMap<string, boolean>>();
  /** Payments that stand for deposits, by their place, and whose they are. */
  const payments = new Map<string, string>();

  const isOpen = ({ transferKey }: AwaitedDeposit): boolean => !standing.has(transferKey);
  const isFound = ({ transferKey }: AwaitedDeposit): boolean => [...(standing.get(transferKey)?.values() ?? [])].includes(true);
  const change = ({ transferKey }: AwaitedDeposit, changed: Partial<Remembered>): void => {
    const known = awaited.get(transferKey);
    if (known !== undefined) awaited.set(transferKey, { ...known, ...changed });
  };
  const isTooOld = ({ promise }: AwaitedDeposit): boolean => now() - promise.issuedAtMs > (askedForMs.get(promise.bridge) ?? 0);

  return {
    observe: ({ kind, bridge, transferKey, eventId, removed, fields }) => {
      if (kind !== 'deposit' || !askedForMs.has(bridge)) return;
      const known = new Map(standing.get(transferKey));
      if (removed) known.delete(eventId);
      else known.set(eventId, fields.depositAddress !== undefined);
      const paymentId = eventId.slice(0, -transferKey.length - 1);
      if (removed) payments.delete(paymentId);
      else if (fields.depositAddress !== undefined) payments.set(paymentId, transferKey);
      bound(payments, STANDING_MAX);
      standing.delete(transferKey);
      if (known.size > 0) standing.set(transferKey, known);
      bound(standing, STANDING_MAX);
    },
    expect: (promises) => {
      for (const promise of promises) {
        const deposit = awaitedBy(promise);
        if (deposit === undefined || awaited.has(deposit.transferKey) || isTooOld(deposit)) continue;
        awaited.set(deposit.transferKey, { deposit, askAtMs: now(), searchAtMs: now(), named: [], tried: new Set() });
        bound(awaited, AWAITED_MAX);
      }
    },
    due: (bridge, nowMs) => {
      for (const [key, { deposit }] of awaited) if (isTooOld(deposit)) awaited.delete(key);
      return [...awaited.values()]
        .filter(({ deposit, askAtMs }) => deposit.promise.bridge === bridge && isOpen(deposit) && askAtMs <= nowMs)
        .sort((a, b) => a.askAtMs - b.askAtMs)
        .map(({ deposit }) => deposit);
    },
    asking: (deposit, nowMs) => change(deposit, { askAtMs: nowMs + askAgainAfterMs(nowMs - deposit.promise.issuedAtMs) }),
    named: (deposit, hash) => {
      const before = awaited.get(deposit.transferKey)?.named ?? [];
      if (!before.includes(hash.toLowerCase())) change(deposit, { named: [...before, hash.toLowerCase()].slice(-NAMED_MAX) });
    },
    toSearch: (chainId) => {
      const due = [...awaited.values()].filter(
        ({ deposit, searchAtMs }) => deposit.asset.chainId === chainId && !isFound(deposit) && searchAtMs <= now(),
      );
      for (const { deposit } of due) change(deposit, { searchAtMs: now() + askAgainAfterMs(now() - deposit.promise.issuedAtMs) });
      return due.map(({ deposit }) => deposit);
    },
    searchOn: (deposits) => {
      for (const deposit of deposits) change(deposit, { searchAtMs: now() });
    },
    on: (chainId) =>
      [...awaited.values()].flatMap(({ deposit }) => (deposit.asset.chainId === chainId && !isFound(deposit) ? [deposit] : [])),
    toTry: (deposit, waitedFor) => {
      const { named = [], tried = new Set() } = awaited.get(deposit.transferKey) ?? {};
      const hashes = [...new Set([...named, ...waitedFor].map((hash) => hash.toLowerCase()))];
      return hashes.filter((hash) => HASH.test(hash) && !tried.has(hash));
    },
    tried: (deposit, hash) => {
      const before = [...(awaited.get(deposit.transferKey)?.tried ?? [])].slice(1 - TRIED_MAX);
      change(deposit, { tried: new Set([...before, hash.toLowerCase()]) });
    },
    isTaken: (paymentId, transferKey) => (payments.get(paymentId) ?? transferKey) !== transferKey,
  };
};

const bound = (map: Map<string, unknown>, most: number): void => {
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
};

const awaitedBy = (promise: IssuedQuote): AwaitedDeposit | undefined => {
  const { bridge, depositAddress: address, request } = promise;
  const asset = assetById(promise.from);
  if (address === undefined || request === undefined || asset === undefined) return undefined;
  return { transferKey: `${bridge}:${asset.chainId}:${request.transferId}`, promise, asset, address, requestId: request.requestId };
};
