import { checkAnswer } from '#bridges/_kit/check-answer.ts';
import { failure } from '#bridges/_kit/failure.ts';
import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import { corridorById } from '#core/domain/corridor.ts';
import type { QuoteAnswer, QuoteEvent, QuoteFailure } from '#core/domain/quote.ts';
import { err, type Result } from '#core/result.ts';
import { beyondAllSense } from './beyond-all-sense.ts';
import type { Question } from './planner.ts';

export interface AskDeps {
  readonly bridges: ReadonlyMap<string, Bridge>;
  /** Everything of a bridge's context but the signal. */
  readonly context: Omit<BridgeContext, 'signal'>;
  readonly timeoutMs: number;
  readonly newId: () => string;
  /** Aborted when the service stops. */
  readonly signal: AbortSignal;
  /** A bridge threw: a bug in it. */
  readonly onBug: (bridge: string, error: unknown) => void;
}

/** Puts one question to one bridge. Always gives an event: an answer that passed every check, or a failure with its code. */
export const createAsk = (deps: AskDeps): ((question: Question) => Promise<QuoteEvent>) => {
  const { bridges, context, timeoutMs, newId } = deps;

  const answerOf = async ({ bridge: id, corridor: corridorId, amountIn }: Question): Promise<Result<QuoteAnswer, QuoteFailure>> => {
    const bridge = bridges.get(id);
    const corridor = corridorById(corridorId);
    if (bridge === undefined || corridor === undefined) return err(failure('UNSUPPORTED_ROUTE', `${id} does not know ${corridorId}`));
    const deadline = deadlineOf(deps.signal, timeoutMs);
    try {
      const question = { corridor, amountIn };
      const late = deadline.reached.then(() => err(failure('UPSTREAM_TIMEOUT', `no answer within ${timeoutMs} ms`)));
      const given = await Promise.race([bridge.quote({ ...context, signal: deadline.signal }, question), late]);
      return given.ok ? checkAnswer({ question, answer: given.value, observedAtMs: context.now() }) : given;
    } catch (error) {
      deps.onBug(id, error);
      return err(failure('UPSTREAM_ERROR', 'the bridge’s adapter failed'));
    } finally {
      deadline.clear();
    }
  };

  return async (question) => {
    const quoteId = newId();
    const askedAtMs = context.now();
    const answer = await answerOf(question);
    return eventOf({ question, quoteId, askedAtMs, observedAtMs: context.now(), answer });
  };
};

/** The event that says, without asking, that a bridge does not serve a corridor, or that nobody is asked for so much. */
export const unsupportedEvent = (question: Question, quoteId: string, nowMs: number): QuoteEvent =>
  eventOf({
    question,
    quoteId,
    askedAtMs: nowMs,
    observedAtMs: nowMs,
    answer: err(beyondAllSense(question) ?? failure('UNSUPPORTED_ROUTE', `${question.bridge} does not serve ${question.corridor}`)),
  });

const eventOf = (input: {
  question: Question;
  quoteId: string;
  askedAtMs: number;
  observedAtMs: number;
  answer: Result<QuoteAnswer, QuoteFailure>;
}): QuoteEvent => {
  const { question, quoteId, askedAtMs, observedAtMs, answer } = input;
  return {
    quoteId,
    bridge: question.bridge,
    corridor: question.corridor,
    amountIn: question.amountIn,
    askedAtMs,
    observedAtMs,
    outcome: answer.ok ? { kind: 'answer', answer: answer.value } : { kind: 'failure', failure: answer.error },
  };
};

/** A signal that aborts after a time or with its parent, and a promise of the same, for an adapter that does not heed it. */
const deadlineOf = (parent: AbortSignal, ms: number) => {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, ms);
  parent.addEventListener('abort', abort, { once: true });
  const reached = new Promise<void>((resolve) => controller.signal.addEventListener('abort', () => resolve(), { once: true }));
  return {
    signal: controller.signal,
    reached,
    clear: () => {
      clearTimeout(timer);
      parent.removeEventListener('abort', abort);
    },
  };
};
