/**
 * Reliability as the ranking is told it, in half points. A step is taken only when the score has moved by as much, so that a score that
 * wavers does not re-rank every book of the bridge again and again.
 */
const STEP = 0.5;

/** What to publish of a score, given what is published. */
export const publishedScore = (score: number, published: number | undefined): number =>
  published !== undefined && Math.abs(score - published) < STEP ? published : Math.round(score / STEP) * STEP;
