import { FAILURE_CODES, type FailureCode, type QuoteEvent } from '../domain/quote.ts';
import type { Look, Verdict } from './health-event.ts';

/**
 * What a failure's code says of the bridge. IMPLAUSIBLE_ANSWER and PAUSED withdraw a quote as a refusal does, and yet a bridge that is
 * well gives neither. RATE_LIMITED speaks of our budget.
 */
const VERDICTS: Readonly<Record<FailureCode, Verdict>> = {
  UNSUPPORTED_ROUTE: 'refused',
  AMOUNT_TOO_LOW: 'refused',
  AMOUNT_TOO_HIGH: 'refused',
  INSUFFICIENT_LIQUIDITY: 'refused',
  RATE_LIMITED: 'refused',
  PAUSED: 'failed',
  IMPLAUSIBLE_ANSWER: 'failed',
  MALFORMED_ANSWER: 'failed',
  UPSTREAM_TIMEOUT: 'failed',
  UPSTREAM_ERROR: 'failed',
};

export const verdictOf = (code: FailureCode): Verdict => VERDICTS[code];

/** Codes that a window lists: what went wrong, not what was merely not wanted. */
export const isCounted = (code: FailureCode): boolean => verdictOf(code) === 'failed' || !FAILURE_CODES[code].definitive;

/** `ethereum:USDC>base:USDC` touches ethereum and base. */
export const chainsOf = (corridor: string): readonly string[] =>
  corridor.split('>').flatMap((asset) => {
    const end = asset.indexOf(':');
    return end > 0 ? [asset.slice(0, end)] : [];
  });

/** Said in a bridge's stead, of a corridor that it is known not to serve or an amount that no bridge is asked for: at the moment of the question. */
const IN_ITS_STEAD: ReadonlySet<FailureCode> = new Set(['UNSUPPORTED_ROUTE', 'AMOUNT_TOO_HIGH']);

/** Whether the bridge itself was asked. */
export const wasAsked = ({ askedAtMs, observedAtMs, outcome }: QuoteEvent): boolean =>
  outcome.kind === 'answer' || askedAtMs !== observedAtMs || !IN_ITS_STEAD.has(outcome.failure.code);

/** What an event of the topic `quotes` says of its bridge; undefined when the bridge was not asked. */
export const quoteLook = (event: QuoteEvent, atMs: number): Look | undefined => {
  if (!wasAsked(event)) return undefined;
  const { quoteId: id, corridor, outcome, askedAtMs, observedAtMs } = event;
  const tookMs = Math.max(observedAtMs - askedAtMs, 0);
  const common = { kind: 'look', id, atMs, chains: chainsOf(corridor), askedAtMs: atMs - tookMs } as const;
  if (outcome.kind === 'answer') {
    return { ...common, verdict: 'answered', code: null, detail: '', latencyMs: tookMs };
  }
  const { code, detail } = outcome.failure;
  return { ...common, verdict: verdictOf(code), code: isCounted(code) ? code : null, detail, latencyMs: null };
};
