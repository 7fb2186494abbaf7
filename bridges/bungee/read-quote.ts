import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { Fee, QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { ALLOWANCE_HOLDER, isAsset, same } from './contracts.ts';
import { manifest } from './manifest.ts';
import { type ReadCall, readCall } from './read-call.ts';
import type { Quoted, Route, Token } from './schemas.ts';

/** Where an answer names no time. */
const UNTOLD_SECONDS = 1_200;
/** The API names one time; nine of ten are taken to arrive within three times it. */
const P90_FACTOR = 3;
/** A start through holder and router, where the answer does not say what it costs. */
const START_GAS = 250_000n;
const MS_PER_S = 1_000;

export interface ReadQuote {
  readonly route: Route;
  readonly answer: QuoteAnswer;
}

/**
 * The best of the routes whose call can be read, as the answer to a question. The amounts are those of the call: what it pays the router and
 * what it makes the bridge deliver; what the answer says besides must agree. A route that contradicts itself spoils the whole answer.
 */
export const readQuote = (quoted: Quoted, question: QuoteQuestion, nowMs: number): Result<ReadQuote, QuoteFailure> => {
  const { corridor, amountIn } = question;
  const { from, to } = corridor;
  const odd = notAsked(quoted, question);
  if (odd !== undefined) return fail('MALFORMED_ANSWER', odd);
  if (quoted.routes.length === 0) return fail('UNSUPPORTED_ROUTE', 'no route was found');
  const parties = { sender: quoted.userAddress, recipient: quoted.receiverAddress };
  const readable: { route: Route; call: ReadCall }[] = [];
  for (const route of quoted.routes) {
    if (route.userOp !== 'tx') return fail('MALFORMED_ANSWER', `a route by ${route.userOp}, asked was for transactions`);
    if (!isAsset(route.output.token, to)) return fail('MALFORMED_ANSWER', `a route gives ${named(route.output.token)}, asked was ${to.id}`);
    const call = readCall(route, { corridor, amountIn, ...parties });
    if (!call.ok && call.error.kind === 'unknown') continue;
    const wrong = call.ok ? disagreeing(route, call.value, question) : call.error.kind === 'wrong' ? call.error.detail : undefined;
    if (wrong !== undefined) return fail('MALFORMED_ANSWER', wrong);
    if (call.ok) readable.push({ route, call: call.value });
  }
  const best = readable.reduce<(typeof readable)[number] | undefined>(
    (most, one) => (most === undefined || one.call.amountOut > most.call.amountOut ? one : most),
    undefined,
  );
  if (best === undefined) {
    const offered = [...new Set(quoted.routes.map((route) => viaOf(route) ?? 'somebody'))].join(', ');
    return fail('UNSUPPORTED_ROUTE', `no route whose call can be read: it offers ${offered}`);
  }
  if (from.decimals !== to.decimals) return fail('UNSUPPORTED_ROUTE', `${from.id} and ${to.id} have not the same decimals`);
  return ok({ route: best.route, answer: answerOf(best.route, best.call, { question, nowMs }) });
};

const answerOf = (route: Route, { fee, amountOut }: ReadCall, at: { question: QuoteQuestion; nowMs: number }): QuoteAnswer => {
  const { corridor, amountIn } = at.question;
  const parts: readonly Fee[] = [
    { kind: 'integrator', asset: corridor.from.id, amount: fee },
    { kind: 'protocol', asset: corridor.from.id, amount: amountIn - fee - amountOut },
  ];
  const seconds = route.estimatedTime ?? UNTOLD_SECONDS;
  const gas = route.gasFee?.gasLimit ?? 0n;
  return {
    amountOut,
    minAmountOut: amountOut,
    fees: parts.filter(({ amount }) => amount !== 0n),
    rebate: 0n,
    surcharges: [],
    originGas: gas > 0n ? gas : START_GAS,
    etaSeconds: { p50: seconds, p90: seconds * P90_FACTOR },
    limits: { min: null, max: null, instant: null },
    validUntilMs: Math.min(route.expiresAt * MS_PER_S, at.nowMs + manifest.quoteLifetimeMs),
    via: viaOf(route) ?? 'Across',
  };
};

const viaOf = ({ routeDetails }: Route): string | undefined => {
  const protocol = routeDetails?.bridgeDetails?.protocol;
  return protocol?.displayName || protocol?.name || undefined;
};

const named = ({ address, chainId, decimals }: Token): string => `${address} on ${chainId} with ${decimals} decimals`;

const notAsked = ({ originChainId, destinationChainId, input }: Quoted, { corridor, amountIn }: QuoteQuestion): string | undefined => {
  const { from, to } = corridor;
  if (originChainId !== from.chainId || destinationChainId !== to.chainId) {
    return `from chain ${originChainId} to ${destinationChainId}, asked was ${corridor.id}`;
  }
  if (!isAsset(input.token, from)) return `from ${named(input.token)}, asked was ${from.id}`;
  return input.amount === amountIn ? undefined : `an answer for ${input.amount}, asked was ${amountIn}`;
};

/** What a route says beside its call. */
const disagreeing = (
  { output, approval }: Route,
  { amountOut, fee }: ReadCall,
  { corridor, amountIn }: QuoteQuestion,
): string | undefined => {
  const { from } = corridor;
  if (amountOut < output.minAmountOut || amountOut > output.amount) {
    return `a call for ${amountOut}, said are ${output.amount} and at least ${output.minAmountOut}`;
  }
  if (amountOut > amountIn - fee && from.decimals === corridor.to.decimals) return `a call for ${amountOut} of ${amountIn}`;
  if (from.address === NATIVE_ADDRESS || approval === undefined || approval === null) return undefined;
  if (!same(approval.spenderAddress, ALLOWANCE_HOLDER)) return `an unknown spender ${approval.spenderAddress}`;
  return same(approval.tokenAddress, from.address) ? undefined : `an approval of ${approval.tokenAddress}, asked was ${from.id}`;
};
