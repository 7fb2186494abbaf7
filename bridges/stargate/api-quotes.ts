import { z } from 'zod';
import { type Asset, nativeAsset } from '#core/domain/asset.ts';
import { findChain } from '#core/domain/chain.ts';
import type { FailureCode, QuoteAnswer, QuoteFailure, Surcharge } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail, failure } from '../_kit/failure.ts';
import { issueOf, units } from '../_kit/fields.ts';
import type { BridgeContext, QuoteQuestion } from '../_kit/port.ts';
import { readJson } from '../_kit/read-json.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import { manifest } from './manifest.ts';
import { SEND_GAS } from './quote.ts';

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
/** How the API writes a chain's native coin (ERC-7528). */
const NATIVE = '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE';

const apiError = z.union([z.string(), z.looseObject({ message: z.string() }).transform(({ message }) => message)]);

const quoted = z.object({
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
});
type Quoted = z.infer<typeof quoted>;

/** GET /quotes, 200: one entry a way to send, each a quote or an error of its own. */
export const quotes = z.object({
  quotes: z.array(z.union([z.looseObject({ route: z.string(), error: apiError }), quoted.extend({ error: z.null().optional() })])).max(40),
});

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
  if (status >= 300) {
    const said = z
      .object({ error: apiError })
      .or(z.object({ message: z.string() }))
      .safeParse(json);
    const words = said.success ? ('error' in said.data ? said.data.error : said.data.message) : JSON.stringify(json);
    return err(inWords(words));
  }
  const parsed = quotes.safeParse(json);
  if (!parsed.success) return fail('MALFORMED_ANSWER', `/quotes: ${issueOf(parsed.error)}`);
  const chosen = [TAXI, BUS].flatMap((route) => parsed.data.quotes.filter((one) => one.route === route));
  const good = chosen.find((one): one is Quoted => 'srcAmount' in one && (one.error ?? null) === null);
  if (good !== undefined) return answerOf(good, question, context.now());
  const [refused] = chosen;
  if (refused !== undefined && typeof refused.error === 'string') return err(inWords(refused.error));
  return fail('UNSUPPORTED_ROUTE', 'the API offers neither a taxi nor a bus');
};

const tokenOf = ({ address, symbol, chainId }: Asset): string => (symbol === nativeAsset(chainId)?.symbol ? NATIVE : address);

const answerOf = (told: Quoted, { corridor, amountIn }: QuoteQuestion, nowMs: number): Result<QuoteAnswer, QuoteFailure> => {
  const { srcAmount, dstAmount, srcAmountMax, dstAmountMin, duration } = told;
  const from = apiAsset(told.srcChainKey, told.srcToken);
  const to = apiAsset(told.dstChainKey, told.dstToken);
  if (from?.id !== corridor.from.id || to?.id !== corridor.to.id) {
    return fail('MALFORMED_ANSWER', `a quote for ${from?.id ?? told.srcToken}>${to?.id ?? told.dstToken}, asked was ${corridor.id}`);
  }
  if (from.decimals !== to.decimals) return fail('UNSUPPORTED_ROUTE', 'pools exchange like for like');
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
  return ok({
    amountOut: dstAmount,
    minAmountOut: dstAmountMin,
    fees: [
      ...(taken > 0n ? [{ kind: 'protocol' as const, asset: from.id, amount: taken }] : []),
      ...(dust > 0n ? [{ kind: 'dust' as const, asset: from.id, amount: dust }] : []),
    ],
    rebate: taken < 0n ? -taken : 0n,
    surcharges,
    originGas: SEND_GAS,
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
