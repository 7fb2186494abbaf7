/** The shortest and the longest time between two questions about one transfer. */
export const ASK_AGAIN_MS = { min: 2_000, max: 600_000 } as const;
/** Between them, this share of a transfer's age: most are paid within seconds, and what was not is in no hurry. */
const AGE_SHARE = 0.2;

/** How long after a question about a transfer of this age the next is due; ms. */
export const askAgainAfterMs = (ageMs: number): number => Math.min(Math.max(ageMs * AGE_SHARE, ASK_AGAIN_MS.min), ASK_AGAIN_MS.max);
