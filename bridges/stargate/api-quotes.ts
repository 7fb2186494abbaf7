import { z } from 'zod';
import { type Asset, nativeAsset } from '#core/domain/asset.ts';
import { findChain } from '#core/domain/chain.ts';
import type { FailureCode, QuoteAnswer, QuoteFailure, Surcharge } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail, failure } from '../_kit/failure.ts';
import { issueOf, units } from '../_kit/fields.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { readJson } from '../_kit/read-json.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import { manifest } from './manifest.ts';
import { taxi } from './taxi.ts';

const TAXI = 'stargate/v2/taxi';
const BUS = 'stargate/v2/bus';

/** The API names one time; nine of ten are taken to arrive within twice of it, until fills are measured. */
const P90_FACTOR = 2;

/** Who a quote is for does not change it; some address has to be named. */
const ANYBODY = '0x1111111111111111111111111111111111111111';
/** Of an amount, what is at least asked for, in basis points: the API refuses a quote below it. */
const LEAST_OUT_BPS = 9_950n;
/** What the API itself enforces is never further below the amount than this share of it. */
const LEAST_OUT_PERCENT = 95n;
/** What Stargate takes is at most 0.15 % (docs.stargate.finance); several times that is no fee of its, but a figure in another unit. */
const FEE_PERCENT_MAX = 2n;
/** How the API writes a chain's native coin (ERC-7528). */
const NATIVE = '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE';

const apiError = z.union([z.string(), z.looseObject({ message: z.string() }).transform(({ message }) => message)]);

const quoted = z.object({
  error: z.null().optional(),
  route: z.string(),
  srcAmount: units,
  dstAmount: units,
  srcAmountMax: units.nullish(),
  dstAmountMin: units,
  srcToken: z.string(),
  dstToken: z.string(),
  srcChainKey: z.string(),
  dstChainKey: z.string(),
  duration: z.object({ estimated: z.number().nonnegative() }),
  fees: z.array(z.object({ token: z.string(), chainKey: z.string(), amount: units, type: z.string() })),
  steps: z.array(z.object({ transaction: z.object({ value: units.nullish() }).nullish() })).nullish(),
});
type Quoted = z.infer<typeof quoted>;

/** GET /quotes, 200: one entry a way to send, each a quote or an error of its own. */
const answered = z.object({ quotes: z.array(z.unknown()).max(40) });

/** An entry of a way that is not known here may have any shape. */
const routed = z.looseObject({ route: z.string() });
const refused = z.looseObject({ error: apiError });

/** What an answer says of the ways that are read: the entries of a taxi, then those of a bus; undefined where it is no such answer. */
export const quotesIn = (json: unknown): readonly unknown[] | undefined => {
  const parsed = answered.safeParse(json);
  if (!parsed.success) return undefined;
  const of = (route: string) => parsed.data.quotes.filter((entry) => routed.safeParse(entry).data?.route === route);
  const chosen = [...of(TAXI), ...of(BUS)];
  // An error that names no way speaks of all.
  return chosen.length > 0
    ? chosen
    : parsed.data.quotes.filter((entry) => !routed.safeParse(entry).success && refused.safeParse(entry).success);
};

/** The first entry that is no refusal, as a quote. */
export const firstQuote = (entries: readonly unknown[]) => {
  const first = entries.find((entry) => !refused.safeParse(entry).success);
  return first === undefined ? undefined : quoted.safeParse(first);
};

/** What the API says in words. */
const WORDS: readonly (readonly [RegExp, FailureCode])[] = [
  [/too (small|low)|minimum/i, 'AMOUNT_TOO_LOW'],
  [/too (large|high)|maximum|exceeds/i, 'AMOUNT_TOO_HIGH'],
  [/liquidity|credit|slippage/i, 'INSUFFICIENT_LIQUIDITY'],
  [/paused/i, 'PAUSED'],
  [/not supported|unsupported|no route|not found/i, 'UNSUPPORTED_ROUTE'],
];

const inWords = (message: string): QuoteFailure =>
  failure(WORDS.find(([pattern]) => pattern.test(message))?.[1] ?? 'UPSTREAM_ERROR', message);

/** A token of the API by its chain's key, where the registry knows both. */
export const apiAsset = (chainKey: string, address: string): Asset | undefined => {
  const chainId = findChain(chainKey)?.chainId;
  const asset = chainId === undefined ? undefined : vendorAsset({ chainId, address, symbol: '', decimals: 0 });
  return asset?.symbol === '' ? undefined : asset;
};

/** Asks Stargate's HTTP API, which knows the same pools: a taxi where it offers one, else a bus. */
export const apiQuote = async (context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const { corridor, amountIn } = question;
  const [fromChain, toChain] = [corridor.from, corridor.to].map(({ id }) => id.slice(0, id.indexOf(':')));
  const query = new URLSearchParams({
    srcToken: tokenOf(corridor.from),
    dstToken: tokenOf(corridor.to),
    srcAddress: ANYBODY,
    dstAddress: ANYBODY,
    srcChainKey: fromChain ?? '',
    dstChainKey: toChain ?? '',
    srcAmount: String(amountIn),
    dstAmountMin: String((amountIn * LEAST_OUT_BPS) / 10_000n),
  });
  const url = `${context.endpoints.stargate}/quotes?${query}`;
  const answer = readJson(await context.http.request({ url, signal: context.signal }), context.now());
  if (!answer.ok) return answer;
  const { status, json } = answer.value;
  const entries = quotesIn(json);
  if (entries === undefined) return status >= 300 ? err(inWords(wordsOf(json))) : fail('MALFORMED_ANSWER', '/quotes: no list of quotes');
  const first = firstQuote(entries);
  if (first !== undefined) {
    if (status >= 300) return fail('UPSTREAM_ERROR', `HTTP ${status} with a quote`);
    return first.success ? answerOf(first.data, question, context.now()) : fail('MALFORMED_ANSWER', `/quotes: ${issueOf(first.error)}`);
  }
  const said = refused.safeParse(entries[0]);
  return said.success ? err(inWords(said.data.error)) : fail('UNSUPPORTED_ROUTE', 'the API offers neither a taxi nor a bus');
};

/** An error's own words, else all of it. */
const wordsOf = (json: unknown): string => {
  const said = z
    .object({ error: apiError })
    .or(z.object({ message: z.string() }))
    .safeParse(json);
  if (!said.success) return JSON.stringify(json);
  return 'error' in said.data ? said.data.error : said.data.message;
};

const isCoin = ({ id, chainId }: Asset): boolean => id === nativeAsset(chainId)?.id;

const tokenOf = (asset: Asset): string => (isCoin(asset) ? NATIVE : asset.address);

const answerOf = (told: Quoted, { corridor, amountIn }: QuoteQuestion, nowMs: number): Result<QuoteAnswer, QuoteFailure> => {
  const { srcAmount, dstAmount, srcAmountMax, dstAmountMin, duration } = told;
  const from = apiAsset(told.srcChainKey, told.srcToken);
  const to = apiAsset(told.dstChainKey, told.dstToken);
  if (from?.id !== corridor.from.id || to?.id !== corridor.to.id) {
    return fail('MALFORMED_ANSWER', `a quote for ${from?.id ?? told.srcToken}>${to?.id ?? told.dstToken}, asked was ${corridor.id}`);
  }
  if (from.priceId !== to.priceId || from.decimals !== to.decimals) return fail('UNSUPPORTED_ROUTE', 'pools exchange like for like');
  const max = srcAmountMax ?? null;
  if (max === 0n) return fail('INSUFFICIENT_LIQUIDITY', 'the path has no credit', { limit: 0n });
  if (max !== null && amountIn > max) return fail('AMOUNT_TOO_HIGH', `the path has credit for ${max}`, { limit: max });
  if (srcAmount > amountIn) return fail('MALFORMED_ANSWER', `a quote for ${srcAmount}, asked was ${amountIn}`);
  const dust = amountIn - srcAmount;
  // A capped quote is none: only digits beyond the six that Stargate carries may stay behind.
  if (dust >= 10n ** BigInt(Math.max(from.decimals - 6, 0))) {
    return fail('INSUFFICIENT_LIQUIDITY', `a quote for ${srcAmount} of ${amountIn}`, { limit: srcAmount });
  }
  if (dstAmountMin * 100n < dstAmount * LEAST_OUT_PERCENT) return fail('MALFORMED_ANSWER', `at least ${dstAmountMin} of ${dstAmount}`);
  const surcharges = surchargesOf(told);
  if (surcharges === undefined) return fail('MALFORMED_ANSWER', 'a fee in something other than the origin’s coin');
  const taken = srcAmount - dstAmount;
  if (taken * 100n > srcAmount * FEE_PERCENT_MAX) return fail('MALFORMED_ANSWER', `${taken} of ${srcAmount} are taken`);
  const paid = otherPayment(told, { surcharges, ether: isCoin(from) ? [srcAmount, amountIn] : [0n] });
  if (paid !== undefined) return fail('MALFORMED_ANSWER', paid);
  return ok({
    amountOut: dstAmount,
    minAmountOut: dstAmountMin,
    fees: [
      ...(taken > 0n ? [{ kind: 'protocol' as const, asset: from.id, amount: taken }] : []),
      ...(dust > 0n ? [{ kind: 'dust' as const, asset: from.id, amount: dust }] : []),
    ],
    rebate: taken < 0n ? -taken : 0n,
    surcharges,
    originGas: taxi.sendGas,
    etaSeconds: { p50: duration.estimated, p90: duration.estimated * P90_FACTOR },
    limits: { min: null, max, instant: max },
    validUntilMs: nowMs + manifest.quoteLifetimeMs,
  });
};

const surchargesOf = ({ fees, srcChainKey }: Quoted): readonly Surcharge[] | undefined => {
  const coin = nativeAsset(findChain(srcChainKey)?.chainId ?? 0);
  if (coin === undefined || fees.some(({ chainKey, token }) => apiAsset(chainKey, token)?.id !== coin.id)) return undefined;
  return fees.map(({ amount }) => ({ kind: 'message', asset: coin.id, amount }));
};

/** The transactions that come with a quote pay its fees, and the amount where that is ether (with its dust or without), no more and no less. */
const otherPayment = (
  { steps }: Quoted,
  { surcharges, ether }: { surcharges: readonly Surcharge[]; ether: readonly bigint[] },
): string | undefined => {
  const values = (steps ?? []).flatMap(({ transaction }) => transaction?.value ?? []);
  if (values.length === 0) return undefined;
  const value = values.reduce((sum, one) => sum + one, 0n);
  const fees = surcharges.reduce((sum, { amount }) => sum + amount, 0n);
  return ether.some((amount) => value === amount + fees) ? undefined : `the transactions pay ${value}, the fees are ${fees}`;
};
