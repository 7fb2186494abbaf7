import type { z } from 'zod';
import { type InputError, inputError } from '#core/errors.ts';

/** A name from outside is quoted no longer than this. */
const NAME_SHOWN = 64;
/** And pointed to no longer than this: the longest key of a book, both assets by their addresses and an amount of 78 digits, is shorter. */
const SEGMENT_MAX = 256;

const escapePointer = (segment: PropertyKey): string => String(segment).slice(0, SEGMENT_MAX).replaceAll('~', '~0').replaceAll('/', '~1');

/** The JSON pointer of a path below `prefix`. */
export const pointerTo = (prefix: string, path: readonly PropertyKey[]): string => [prefix, ...path.map(escapePointer)].join('/');

/** Amounts, and what one looks like: base units, or USD. */
const AMOUNT_EXAMPLES: Readonly<Record<string, string>> = { amountIn: '1000000000', amountUsd: '1000.50' };

/** Types as JSON has them, with their article. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'a string in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

/** What a schema says of a value, in our words where it is of another type. */
const wordsOf = (issue: z.core.$ZodIssue | undefined): string => {
  if (issue?.code !== 'invalid_type') return `: ${issue?.message ?? 'not valid'}`;
  return ` must be ${TYPES[issue.expected] ?? issue.expected}`;
};

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown => {
  let value = input;
  for (const segment of path)
    value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[segment] : undefined;
  return value;
};

/**
 * The first thing wrong with an input, as the one error that the caller is told: a field that does not exist before
 * all else, because it is most often a misspelt one that is missing too. `prefix` is the pointer to the input itself.
 */
export const inputIssue = (error: z.ZodError, input: unknown, prefix = ''): InputError => {
  const unknown = error.issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown?.code === 'unrecognized_keys') {
    const name = unknown.keys[0] ?? '';
    return inputError(
      'UNKNOWN_FIELD',
      pointerTo(prefix, [...unknown.path, name]),
      `there is no field "${name.slice(0, NAME_SHOWN)}" here; leave it out`,
    );
  }
  const issue = error.issues[0];
  const path = issue?.path ?? [];
  const pointer = pointerTo(prefix, path);
  const name = path.length === 0 ? 'the input' : `"${String(path.at(-1)).slice(0, NAME_SHOWN)}"`;
  if (path.length > 0 && valueAt(input, path) === undefined) return inputError('MISSING_PARAMETER', pointer, `${name} is required`);
  const example = AMOUNT_EXAMPLES[String(path.at(-1))];
  if (example !== undefined)
    return inputError('INVALID_AMOUNT', pointer, `${name} must be a decimal string in quotes, for example "${example}"`);
  return inputError('INVALID_PARAMETER', pointer, `${name}${wordsOf(issue)}`);
};
