import { bookChecksum } from '#core/domain/checksum.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';
import type { BookJson } from '#schemas/api/book.ts';
import type { RouteJson } from '#schemas/api/route.ts';
import type { TransferJson } from '#schemas/api/transfer.ts';
import type { BookRecord } from '#schemas/generated/book.ts';
import type { TransferRecord } from '#schemas/generated/transfer.ts';
import { type BookFact, PLACES, type QuoteFact } from './book-facts.ts';
import type { TransferFact } from './transfer-facts.ts';

const VALID_MS = 30_000;

const endsOf = (corridor: string): readonly [string, string] => corridor.split('>') as [string, string];

/** A quote as the topic `quotes` carries it. */
export const quoteEvent = ({ answer, failure, ...common }: QuoteFact): QuoteEvent => {
  const [from] = endsOf(common.corridor);
  if (answer === undefined) {
    const { code, detail } = failure ?? { code: 'UPSTREAM_ERROR', detail: '' };
    return { ...common, outcome: { kind: 'failure', failure: { code, detail, limit: null, retryAfterMs: null } } };
  }
  return {
    ...common,
    outcome: {
      kind: 'answer',
      answer: {
        amountOut: answer.amountOut,
        minAmountOut: answer.minAmountOut,
        fees: [
          { kind: 'lp', asset: from, amount: answer.lpFee },
          { kind: 'relayer-gas', asset: from, amount: answer.gasFee },
        ],
        rebate: answer.rebate,
        surcharges: [],
        originGas: 120_000n,
        etaSeconds: { p50: answer.etaP50, p90: answer.etaP50 * 2 },
        limits: { min: 1n, max: common.amountIn * 100n, instant: null },
        validUntilMs: common.observedAtMs + VALID_MS,
      },
    },
  };
};

export const routeIdOf = ({ bridge, corridor, amountIn }: Pick<QuoteFact, 'bridge' | 'corridor' | 'amountIn'>): string =>
  `${bridge}-${PLACES.findIndex((place) => place.corridor === corridor && place.amountIn === amountIn)}`;

/** What an amount out is worth in the world, USD. */
export const usdOf = ({ corridor, amountIn }: Pick<QuoteFact, 'corridor' | 'amountIn'>, amount: bigint): number => {
  const place = PLACES.find((one) => one.corridor === corridor && one.amountIn === amountIn);
  return (Number(amount) / Number(place?.unit ?? 1n)) * (place?.usd ?? 0);
};

/** The score falls by ten a place, from 95 on. */
export const scoreAt = (index: number): number => 95 - index * 10;

const routeJson = (quote: QuoteFact, index: number): RouteJson => {
  const { answer, bridge, corridor } = quote;
  if (answer === undefined) throw new Error('only an answer is a route');
  const [from, to] = endsOf(corridor);
  const total = scoreAt(index);
  const amounts = { amountIn: String(quote.amountIn), amountOut: String(answer.amountOut) };
  return {
    routeId: routeIdOf(quote),
    rank: index + 1,
    ...amounts,
    minAmountOut: String(answer.minAmountOut),
    amountOutUsd: usdOf(quote, answer.amountOut).toFixed(6),
    costUsd: answer.costUsd.toFixed(6),
    cost: { feesUsd: '0.000000', gasUsd: answer.gasUsd.toFixed(6), slippageUsd: '0.000000', timeUsd: '0.000000' },
    etaSeconds: { p50: answer.etaP50, p90: answer.etaP50 * 2 },
    etaSource: 'quoted',
    score: { total, cost: total, speed: total, reliability: total, liquidity: total },
    rule: '',
    legs: [{ kind: 'bridge', venue: bridge, from, to, ...amounts, fees: [], surcharges: [] }],
    observedAt: new Date(quote.observedAtMs).toISOString(),
    validUntil: new Date(quote.observedAtMs + VALID_MS).toISOString(),
    tags: [],
  };
};

/** A book as the topic `books` carries it. */
export const bookRecord = ({ corridor, amountIn, asOfMs, version, ...book }: BookFact): BookRecord => {
  const key = `${corridor}@${amountIn}`;
  const routes = book.routes.map(routeJson);
  const checksum = bookChecksum(routes);
  const json: BookJson = {
    key,
    corridor,
    amountIn: String(amountIn),
    version,
    asOf: new Date(asOfMs).toISOString(),
    routes,
    excluded: book.excluded.map((one) => ({ ...one, detail: '' })),
    pending: [],
    weights: { cost: 1, speed: 1, reliability: 1, liquidity: 1 },
    volatility: 0,
    checksum,
  };
  const routeIds = routes.map(({ routeId }) => routeId);
  return { key, corridor, amountIn: String(amountIn), version, asOfMs, checksum, routeIds, json: Buffer.from(JSON.stringify(json)) };
};

const CHAIN_IDS: Readonly<Record<string, number>> = { ethereum: 1, arbitrum: 42_161, base: 8_453 };
const chainOf = (asset: string | null): number | null => CHAIN_IDS[asset?.split(':')[0] ?? ''] ?? null;
const text = (amount: bigint | null): string | null => (amount === null ? null : String(amount));

/** A transfer after one change, as the topic `transfers` carries it. */
export const transferRecord = (fact: TransferFact): { record: TransferRecord; transfer: TransferJson } => {
  const updatedAt = new Date(fact.updatedAtMs).toISOString();
  const transfer: TransferJson = {
    transferKey: fact.transferKey,
    bridge: fact.bridge,
    version: fact.version,
    state: fact.state,
    failure: fact.failure,
    enteredAt: { [fact.state]: updatedAt },
    from: fact.from,
    to: fact.to,
    originChainId: chainOf(fact.from),
    destinationChainId: chainOf(fact.to),
    sender: fact.sender,
    recipient: fact.sender,
    amountIn: text(fact.amountIn),
    amountQuoted: text(fact.amountQuoted),
    amountDelivered: text(fact.amountDelivered),
    promised: null,
    accuracyBps: fact.accuracyBps,
    secondsPromised: null,
    secondsTaken: fact.fillSeconds,
    originTransaction: null,
    destinationTransaction: null,
    refundTransaction: null,
    filledBy: null,
    expected: null,
    stuck: false,
    seenOnChain: true,
    depositRemoved: false,
    startedAt: new Date(fact.startedAtMs).toISOString(),
    updatedAt,
    events: [],
  };
  const { transferKey, bridge, state, version } = fact;
  const json = Buffer.from(JSON.stringify(transfer));
  return { record: { transferKey, bridge, state, version, observedAtMs: fact.updatedAtMs, json }, transfer };
};
