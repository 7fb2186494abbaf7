import type { HealthReport } from '#core/health/bridge-health.ts';
import { ANSWERS_SHARE, WINDOW_WEIGHTS } from '#core/health/reliability.ts';
import { type HealthWindow, WINDOW_NAMES } from '#core/health/window.ts';
import type { HealthJson, HealthWindowJson } from '../api/health.ts';

const SHARE_DIGITS = 4;
const MS_DIGITS = 1;

const rounded = (value: number | null, digits: number): number | null => (value === null ? null : Number(value.toFixed(digits)));

const windowJson = (window: HealthWindow): HealthWindowJson => ({
  answered: window.answered,
  failed: window.failed,
  refused: window.refused,
  successRate: rounded(window.successRate, SHARE_DIGITS),
  uptime: rounded(window.uptime, SHARE_DIGITS),
  answerMs: { mean: rounded(window.answerMsMean, MS_DIGITS), p95: rounded(window.answerMsP95, MS_DIGITS) },
  failures: { ...window.failures },
  costScore: rounded(window.costScore, MS_DIGITS),
  firstShare: rounded(window.firstShare, SHARE_DIGITS),
  transfers: { ...window.transfers },
});

/** A bridge's health as REST and feed serve it. */
export const healthToJson = (report: HealthReport, observedAtMs: number): HealthJson => {
  const { breaker, reason, sinceMs, reliability, windows, tvlUsd } = report;
  return {
    breaker: { state: breaker, reason, since: sinceMs === null ? null : new Date(sinceMs).toISOString() },
    reliability: { score: reliability.score, parts: { ...reliability.parts }, weights: { ...WINDOW_WEIGHTS, answers: ANSWERS_SHARE } },
    windows: Object.fromEntries(WINDOW_NAMES.map((name) => [name, windowJson(windows[name])])) as HealthJson['windows'],
    tvlUsd: rounded(tvlUsd, 0),
    healthAt: new Date(observedAtMs).toISOString(),
  };
};
