import type { BridgeStatus } from '#core/domain/bridge-status.ts';
import type { MarketEvent } from '#core/domain/market.ts';
import type { SignalRecord } from '#schemas/generated/signal.ts';
import { seededNumbers } from '../seeded-numbers.ts';
import { type BookFact, BRIDGES, bookFacts, type OutageFact, outagesOf, type QuoteFact } from './book-facts.ts';
import { type TransferFact, transferFacts } from './transfer-facts.ts';

/** Some days of a small world, of which everything is known. */
export interface HistoryWorld {
  readonly startMs: number;
  readonly endMs: number;
  readonly quotes: readonly QuoteFact[];
  readonly books: readonly BookFact[];
  readonly transfers: readonly TransferFact[];
  readonly outages: readonly OutageFact[];
  readonly signals: readonly SignalRecord[];
  readonly statuses: readonly BridgeStatus[];
  readonly market: readonly MarketEvent[];
}

const DAYS = 3;
const DAY_MS = 86_400_000;
const SIGNAL_MS = 30 * 60_000;
const MARKET_MS = 60 * 60_000;
const MINUTE_MS = 60_000;
/** Half-open, a bridge proves itself for so long. */
const PROVING_MS = 5 * MINUTE_MS;

/**
 * Three days that begin at `startMs`, a midnight. The same seed gives the same world, moved in time: bridges with tempers of their own,
 * an outage of two of them, transfers that arrive late, short or never.
 */
export const historyWorld = (startMs: number, seed = 5): HistoryWorld => {
  const random = seededNumbers(seed);
  const endMs = startMs + DAYS * DAY_MS;
  const { quotes, books } = bookFacts(startMs, DAYS, random);
  const transfers = transferFacts(startMs, DAYS, random);
  const outages = outagesOf(startMs);
  const isOut = (bridge: string, atMs: number) => outages.some((one) => one.bridge === bridge && atMs >= one.fromMs && atMs < one.toMs);

  const signals: SignalRecord[] = [];
  const plain = { corridor: null, latencyMs: null, code: null, chain: null, asset: null, value: null, reference: null };
  for (let atMs = startMs; atMs < endMs; atMs += SIGNAL_MS) {
    for (const bridge of BRIDGES) {
      const ok = !isOut(bridge, atMs);
      const signalId = `${bridge}-${(atMs - startMs) / SIGNAL_MS}`;
      const code = ok ? null : 'UPSTREAM_ERROR';
      const answered = { ok, code, latencyMs: ok ? 50 + Math.floor(random() * 400) : null, observedAtMs: atMs };
      signals.push({ ...plain, ...answered, signalId: `api-${signalId}`, bridge, kind: 'api', detail: ok ? '' : 'HTTP 502' });
      const corridor = 'ethereum:USDC>arbitrum:USDC';
      const late = { ...answered, observedAtMs: atMs + 1_000 };
      signals.push({ ...plain, ...late, signalId: `probe-${signalId}`, bridge, kind: 'probe', corridor, detail: ok ? '' : 'HTTP 502' });
      if ((atMs - startMs) % DAY_MS !== 0) continue;
      const looked = { ...plain, bridge, ok: true, detail: '', observedAtMs: atMs + 2_000 };
      signals.push({ ...looked, signalId: `held-${signalId}`, kind: 'liquidity', chain: 'arbitrum', asset: 'USDC', value: 1_250_000.5 });
      signals.push({ ...looked, signalId: `tvl-${signalId}`, kind: 'tvl', value: 48_000_000 });
    }
  }

  for (const [index, { bridge, fromMs }] of outages.entries()) {
    const incident = {
      ...plain,
      signalId: `incident-${index}`,
      reference: `https://status.example/${index}`,
      detail: 'Transfers are delayed',
    };
    signals.push({ ...incident, bridge, kind: 'incident', ok: false, observedAtMs: fromMs + MINUTE_MS });
  }

  const statuses: BridgeStatus[] = BRIDGES.map((bridge) => ({
    bridge,
    breaker: 'closed',
    reason: '',
    reliability: 90,
    observedAtMs: startMs,
  }));
  for (const { bridge, fromMs, toMs } of outages) {
    const held = { bridge, reason: 'three failures in a row' };
    statuses.push({ ...held, breaker: 'open', reliability: 60, observedAtMs: fromMs + MINUTE_MS });
    statuses.push({ ...held, breaker: 'half-open', reliability: 55, observedAtMs: toMs });
    statuses.push({ bridge, reason: '', breaker: 'closed', reliability: 70, observedAtMs: toMs + PROVING_MS });
  }

  const market: MarketEvent[] = [];
  for (let observedAtMs = startMs; observedAtMs < endMs; observedAtMs += MARKET_MS) {
    market.push({ kind: 'price', priceId: 'usd-coin', usd: Number((1 + (random() - 0.5) / 500).toFixed(6)), observedAtMs });
    market.push({ kind: 'price', priceId: 'ethereum', usd: Number((2_500 + random() * 100).toFixed(2)), observedAtMs });
    market.push({ kind: 'gas', chainId: 1, weiPerGas: 2_000_000_000n + BigInt(Math.floor(random() * 8e9)), observedAtMs });
    market.push({ kind: 'gas', chainId: 42_161, weiPerGas: 10_000_000n + BigInt(Math.floor(random() * 1e7)), observedAtMs });
  }
  return { startMs, endMs, quotes, books, transfers, outages, signals, statuses, market };
};
