import type { QuoteEvent } from '#core/domain/quote.ts';
import { unsupportedEvent } from './ask.ts';
import type { Planner, Question } from './planner.ts';
import { createPauses } from './rate-limit-pause.ts';

/** Events that Kafka has not acknowledged yet. Beyond it nothing is asked: an answer that waits for Kafka grows old for nobody. */
export const BACKLOG_EVENTS_MAX = 2_000;
/** How soon to look whether Kafka takes events again. */
const BACKLOG_LOOK_MS = 100;

export interface QuoteLoop {
  /** Plans now; call when something changed. */
  wake(): void;
  stop(): void;
}

/** Carries out what the planner decides: asks, publishes every answer and every failure, and plans again. */
export const startQuoteLoop = (deps: {
  readonly planner: Planner;
  readonly ask: (question: Question) => Promise<QuoteEvent>;
  readonly publish: (event: QuoteEvent) => void;
  /** Events published and not yet acknowledged. */
  readonly backlog: () => number;
  readonly newId: () => string;
  readonly now: () => number;
  /** A vendor told us to wait. */
  readonly onPause?: (bridge: string, untilMs: number) => void;
}): QuoteLoop => {
  const { planner, ask, publish, backlog, newId, now, onPause } = deps;
  const pauses = createPauses();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const askAndSettle = async (question: Question) => {
    const event = await ask(question);
    // What was cut short by our own stop says nothing about the bridge.
    if (stopped) return;
    const amountOut = event.outcome.kind === 'answer' ? event.outcome.answer.amountOut : undefined;
    const pauseMs = pauses.after(event);
    planner.settle(question, now(), pauseMs, amountOut);
    if (pauseMs !== null) onPause?.(question.bridge, now() + pauseMs);
    publish(event);
    wake();
  };

  const wake = () => {
    if (stopped) return;
    clearTimeout(timer);
    if (backlog() >= BACKLOG_EVENTS_MAX) {
      timer = setTimeout(wake, BACKLOG_LOOK_MS);
      return;
    }
    const nowMs = now();
    const plan = planner.plan(nowMs);
    for (const question of plan.unsupported) publish(unsupportedEvent(question, newId(), nowMs));
    for (const question of plan.ask) void askAndSettle(question);
    timer = setTimeout(wake, plan.wakeAtMs - nowMs);
  };

  wake();
  return {
    wake,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};
