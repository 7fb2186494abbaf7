import type { z } from 'zod';
import { type InputError, inputError } from '#core/errors.ts';

const escapePointer = (segment: PropertyKey): string => String(segment).replaceAll('~', '~0').replaceAll('/', '~1');

/** A name from outside is quoted no longer than this. */
const NAME_SHOWN = 64;

/** The JSON pointer of a path below `prefix`. */
export const pointerTo = (prefix: string, path: readonly PropertyKey[]): string =>
  [prefix, ...path.map((segment) => escapePointer(segment).slice(0, NAME_SHOWN))].join('/');

const AMOUNTS = /\/(amountIn|amountUsd)$/;

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
  if (AMOUNTS.test(pointer))
    return inputError('INVALID_AMOUNT', pointer, `${name} must be a decimal string in quotes, for example "1000000000"`);
  return inputError('INVALID_PARAMETER', pointer, `${name}: ${issue?.message ?? 'not valid'}`);
};
