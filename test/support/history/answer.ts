import type { HistoryWorld } from './world.ts';

/** What a question comes to, row by row; fractions are not rounded. */
export type Answer = (world: HistoryWorld, params: Readonly<Record<string, string>>) => readonly Readonly<Record<string, unknown>>[];
