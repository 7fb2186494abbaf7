import type { Answer } from './answer.ts';
import { bookAnswers } from './answers-books.ts';
import { otherAnswers } from './answers-others.ts';

/** The answers to docs/sql.md by the questions' numbers, counted without any SQL. */
export const SQL_ANSWERS: Readonly<Record<number, Answer>> = { ...bookAnswers, ...otherAnswers };
