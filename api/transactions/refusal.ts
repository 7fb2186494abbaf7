import type { Bridge } from '#bridges/_kit/port.ts';
import type { RevertReason, TransactionFailure } from '#bridges/_kit/to-sign.ts';
import { explainTokenRevert, revertWords } from '#bridges/_kit/token-revert.ts';
import type { FailureCode } from '#core/domain/quote.ts';
import type { ErrorCode } from '#core/errors.ts';
import type { NodeResult } from '#platform/rpc/transaction-node.ts';
import type { Refusal } from '../http/reply.ts';

const RETRY_SECONDS = 2;

const AGAIN = 'ask for a quote again (POST /api/v1/routes/quote)';

const CODE_OF_FAILURE: Readonly<Record<FailureCode, ErrorCode>> = {
  UNSUPPORTED_ROUTE: 'ROUTE_EXPIRED',
  AMOUNT_TOO_LOW: 'OUTSIDE_LIMITS',
  AMOUNT_TOO_HIGH: 'OUTSIDE_LIMITS',
  INSUFFICIENT_LIQUIDITY: 'OUTSIDE_LIMITS',
  PAUSED: 'BRIDGE_PAUSED',
  IMPLAUSIBLE_ANSWER: 'BRIDGE_UNREACHABLE',
  MALFORMED_ANSWER: 'BRIDGE_UNREACHABLE',
  RATE_LIMITED: 'BRIDGE_UNREACHABLE',
  UPSTREAM_TIMEOUT: 'BRIDGE_UNREACHABLE',
  UPSTREAM_ERROR: 'BRIDGE_UNREACHABLE',
};

const CODE_OF_REVERT: Readonly<Record<RevertReason['code'], ErrorCode>> = {
  PAUSED: 'BRIDGE_PAUSED',
  LIMIT: 'OUTSIDE_LIMITS',
  QUOTE_EXPIRED: 'ROUTE_EXPIRED',
  QUOTE_MOVED: 'QUOTE_MOVED',
  UNSUPPORTED_ROUTE: 'ROUTE_EXPIRED',
  INSUFFICIENT_BALANCE: 'INSUFFICIENT_BALANCE',
  INSUFFICIENT_ALLOWANCE: 'WOULD_REVERT',
  STEP_NOT_READY: 'STEP_NOT_READY',
  NOTHING_TO_SIGN: 'NOTHING_TO_SIGN',
  WRONG_SENDER: 'WRONG_SENDER',
};

/** What is left to do, by what went wrong. */
export type WaysOut = Readonly<Partial<Record<ErrorCode, string>>>;

/** For whoever asked about a route: there are others. */
const WAYS_OF_ROUTE: WaysOut = {
  ROUTE_EXPIRED: AGAIN,
  QUOTE_MOVED: AGAIN,
  BRIDGE_PAUSED: 'take another route, or try again later',
  OUTSIDE_LIMITS: 'ask for a quote of another amount, or take another route',
  BRIDGE_UNREACHABLE: 'try again in a few seconds, or take another route',
  CHAIN_UNREACHABLE: 'try again in a few seconds',
  WOULD_REVERT: 'ask again; if it stays, take another route',
};

const PASSES: ReadonlySet<ErrorCode> = new Set(['BRIDGE_UNREACHABLE', 'CHAIN_UNREACHABLE']);

/** A refusal that says what was wrong and then the way out. */
export const refuse = (code: ErrorCode, why: string, ways: WaysOut = WAYS_OF_ROUTE): Refusal => ({
  code,
  detail: `${why}; ${ways[code] ?? AGAIN}`,
  ...(PASSES.has(code) ? { retryAfterSeconds: RETRY_SECONDS } : {}),
});

export const routeGone = (why: string): Refusal => refuse('ROUTE_EXPIRED', why);

/** The smallest slippage that would have accepted what is delivered now, in basis points. */
const slippageFor = (quoted: bigint, now: bigint): bigint => (quoted <= now ? 0n : ((quoted - now) * 10_000n + quoted - 1n) / quoted);

/** A bridge's own no. `quoted` is what the route promised. What went wrong on the way to it is ours to log, and not the caller's to read. */
export const refusalOfFailure = (name: string, failure: TransactionFailure, quoted: bigint): Refusal => {
  if (failure.code !== 'QUOTE_MOVED') {
    const code = CODE_OF_FAILURE[failure.code];
    return refuse(code, code === 'BRIDGE_UNREACHABLE' ? `${name} gave no usable answer (${failure.code})` : failure.detail);
  }
  const slippage = slippageFor(quoted, failure.amountOut);
  const { detail } = failure;
  return { code: 'QUOTE_MOVED', detail: `${detail}; accept it with slippageBps ${slippage} or more, or ${AGAIN}`, pointer: '/slippageBps' };
};

/** Its vendor told one of us to wait: asking now would only make it longer. */
export const refusalOfPause = (name: string, waitMs: number, way = 'try again when it may, or take another route'): Refusal => ({
  code: 'BRIDGE_UNREACHABLE',
  detail: `${name} limits how often it may be asked; ${way}`,
  retryAfterSeconds: Math.max(Math.ceil(waitMs / 1_000), 1),
});

/** What a revert means: the bridge knows its own errors, the kit those of tokens; anything else is told as it came. */
export const refusalOfRevert = (
  bridge: Pick<Bridge, 'explainRevert' | 'manifest'>,
  revert: { data: string; message: string },
  ways?: WaysOut,
): Refusal => {
  const reason = bridge.explainRevert(revert.data) ?? explainTokenRevert(revert.data);
  if (reason !== undefined) return refuse(CODE_OF_REVERT[reason.code], reason.detail, ways);
  const words = revertWords(revert.data) ?? (revert.data === '0x' ? revert.message : `error ${revert.data.slice(0, 10)}`);
  return refuse('WOULD_REVERT', `the chain would turn the transaction down: ${words.slice(0, 200)}`, ways);
};

/** What is called is no contract, which no revert would tell. */
export const refusalOfNoContract = (address: string, ways?: WaysOut): Refusal =>
  refuse(
    'WOULD_REVERT',
    `the chain has no contract at ${address}: the transaction would do nothing, and what is sent with it would stay there`,
    ways,
  );

/** A node that does not answer, or will not. */
export const refusalOfNode = ({ kind }: Exclude<NodeResult<unknown>, { kind: 'ok' | 'reverted' }>, ways?: WaysOut): Refusal =>
  refuse('CHAIN_UNREACHABLE', `the chain’s node ${kind === 'refused' ? 'will not answer what is needed' : 'gave no usable answer'}`, ways);

/** A deposit address was asked for, and the bridge has none. */
export const refusalOfAddress = (name: string): Refusal => ({
  code: 'INVALID_PARAMETER',
  detail: `${name} takes no deposits by a plain transfer; leave depositAddress out, or take a route of Relay`,
  pointer: '/depositAddress',
});
