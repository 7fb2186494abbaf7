import { type HealthWindow, WINDOW_NAMES, type WindowName } from './window.ts';

/** What is believed of a bridge before it has been seen: 18 of 20 well, the mean of a Beta(18, 2) prior. */
const PRIOR_GOOD = 18;
const PRIOR_ALL = 20;

/** How much each window counts: what happened within the hour most. */
export const WINDOW_WEIGHTS: Readonly<Record<WindowName, number>> = { '1h': 0.4, '24h': 0.3, '7d': 0.2, '30d': 0.1 };
/** Of the score, this share is how its answers fared, the rest how its transfers did. */
export const ANSWERS_SHARE = 0.75;

const DIGITS = 4;
const rounded = (value: number): number => Number(value.toFixed(DIGITS));

/** A success rate that the prior pulls towards 0.9, the more the less was seen. */
const believed = (good: number, bad: number): number => (good + PRIOR_GOOD) / (good + bad + PRIOR_ALL);

export interface Reliability {
  /** 0 to 100, four decimals. */
  readonly score: number;
  /** 0 to 100 each: how answers fared within each window, and how transfers did within 30 days. */
  readonly parts: Readonly<Record<WindowName | 'transfers', number>>;
}

/** The published formula (docs/reliability.md). Of a bridge that nothing is known of it gives 90, the ranking's own prior. */
export const reliabilityOf = (windows: Readonly<Record<WindowName, HealthWindow>>): Reliability => {
  const part = (name: WindowName) => rounded(100 * believed(windows[name].answered, windows[name].failed));
  const { arrived, lost } = windows['30d'].transfers;
  const parts = {
    '1h': part('1h'),
    '24h': part('24h'),
    '7d': part('7d'),
    '30d': part('30d'),
    transfers: rounded(100 * believed(arrived, lost)),
  };
  const answers = WINDOW_NAMES.reduce((sum, name) => sum + WINDOW_WEIGHTS[name] * parts[name], 0);
  return { score: rounded(ANSWERS_SHARE * answers + (1 - ANSWERS_SHARE) * parts.transfers), parts };
};
