/** A book nobody asked for this long is no longer kept fresh. */
export const BOOK_IDLE_MS = 60_000;
/** How often idle books are looked for. */
export const IDLE_SWEEP_MS = 5_000;
/** Books one process keeps fresh: at some 5 KB each, with their history, within a few hundred MB. */
export const BOOKS_HELD_MAX = 2_000;
/** Versions of a followed book kept for `resume`: half a minute of a busy book. */
export const HISTORY_VERSIONS = 32;
/** An interest lapses this long after its last renewal; five renewals may be lost. */
export const INTEREST_TTL_MS = 10_000;
/** One write a process renews every interest it has. */
export const INTEREST_RENEW_MS = 2_000;
/** Interests one process holds; each is one book. */
export const INTERESTS_MAX = 10_000;
