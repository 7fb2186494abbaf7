import type { ApiFact } from '#core/alerts/facts.ts';
import { API_SLOW_MS } from '#core/alerts/rules.ts';

/** Figures are gathered in steps, so that a minute is forgotten bit by bit. */
const STEP_MS = 10_000;
const STEPS = 6;

interface Step {
  readonly number: number;
  requests: number;
  errors: number;
  slow: number;
}

/** How the API answered in the last minute, for those who watch over it. */
export const createAnswerCounts = (now: () => number) => {
  let steps: readonly Step[] = [];
  const current = (): Step => {
    const number = Math.floor(now() / STEP_MS);
    const last = steps.at(-1);
    if (last?.number === number) return last;
    const step = { number, requests: 0, errors: 0, slow: 0 };
    steps = [...steps.filter((one) => one.number > number - STEPS && one.number < number), step];
    return step;
  };
  return {
    count: (status: number, elapsedMs: number): void => {
      const step = current();
      step.requests += 1;
      if (status >= 500) step.errors += 1;
      if (elapsedMs > API_SLOW_MS) step.slow += 1;
    },
    lastMinute: (): ApiFact => {
      current();
      const sum = (name: keyof ApiFact) => steps.reduce((total, step) => total + step[name], 0);
      return { requests: sum('requests'), errors: sum('errors'), slow: sum('slow') };
    },
  };
};
