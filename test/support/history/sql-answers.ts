import { bookAnswers } from './answers-books.ts';
import { otherAnswers } from './answers-others.ts';
import type { HistoryWorld } from './world.ts';

/** What a question comes to, row by row; fractions are not rounded. */
export type Answer = (world: HistoryWorld, params: Readonly<Record<string, string>>) => readonly Readonly<Record<string, unknown>>[];

/** The answers to docs/sql.md by the questions' numbers, counted without any SQL. */
export const SQL_ANSWERS: Readonly<Record<number, Answer>> = { ...bookAnswers, ...otherAnswers };
