/**
 * A book's next version: a hybrid logical clock, in epoch milliseconds as long as changes come slower than one a
 * millisecond. Rises whatever the clock does, as long as `previous` is remembered; over a loss of all memory it rises because time does.
 */
export const nextVersion = (previous: number, nowMs: number): number => Math.max(previous + 1, nowMs);
