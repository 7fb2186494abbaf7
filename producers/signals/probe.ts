import { checkAnswer } from '#bridges/_kit/check-answer.ts';
import { failure } from '#bridges/_kit/failure.ts';
import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import { amountForUsd } from '#core/domain/amount.ts';
import { corridorById } from '#core/domain/corridor.ts';
import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import { err, type Result } from '#core/result.ts';
import type { Sighting } from './make-signal.ts';

/** What a probe asks for: an amount that every bridge takes. */
const PROBE_USD = 100;

export interface ProbeDeps {
  readonly context: Omit<BridgeContext, 'signal'>;
  readonly timeoutMs: number;
  /** USD a whole coin; undefined while it is not known. */
  readonly priceOf: (priceId: string) => number | undefined;
  /** A bridge threw: a bug in it. */
  readonly onBug: (bridge: string, error: unknown) => void;
}

export interface Probed {
  readonly sighting: Sighting;
  /** The provider wants to be left alone that long. */
  readonly pauseMs: number | null;
}

/**
 * Puts a test quote to a bridge. It goes to nobody but the health of the bridge: no book hears of it, so it is no demand and makes none.
 * Undefined when the corridor is none that can be asked now.
 */
export const probe = async (deps: ProbeDeps, bridge: Bridge, corridorId: string, stop: AbortSignal): Promise<Probed | undefined> => {
  const { context, timeoutMs, priceOf, onBug } = deps;
  const corridor = corridorById(corridorId);
  const price = corridor && priceOf(corridor.from.priceId);
  if (corridor === undefined || price === undefined) return undefined;
  const question = { corridor, amountIn: amountForUsd(PROBE_USD, corridor.from.decimals, price) };
  const startedAtMs = context.now();
  const deadline = AbortSignal.timeout(timeoutMs);
  const late = new Promise<Result<QuoteAnswer, QuoteFailure>>((resolve) =>
    deadline.addEventListener('abort', () => resolve(err(failure('UPSTREAM_TIMEOUT', `no answer within ${timeoutMs} ms`))), { once: true }),
  );
  let given: Result<QuoteAnswer, QuoteFailure>;
  try {
    const answer = await Promise.race([bridge.quote({ ...context, signal: AbortSignal.any([stop, deadline]) }, question), late]);
    given = answer.ok ? checkAnswer({ question, answer: answer.value, observedAtMs: context.now() }) : answer;
  } catch (error) {
    onBug(bridge.manifest.id, error);
    given = err(failure('UPSTREAM_ERROR', 'the bridge’s adapter failed'));
  }
  const common = { kind: 'probe', bridge: bridge.manifest.id, corridor: corridor.id, latencyMs: context.now() - startedAtMs } as const;
  if (given.ok) return { sighting: { ...common, ok: true }, pauseMs: null };
  const { code, detail, retryAfterMs } = given.error;
  return { sighting: { ...common, ok: false, code, detail }, pauseMs: retryAfterMs };
};
