import type { z } from 'zod';

const defaultOf = (schema: z.ZodType): string => {
  const { data } = schema.safeParse(undefined);
  if (data === undefined) return 'not set';
  const text = Array.isArray(data) ? data.join(',') : String(data);
  return text === '' ? 'empty' : text;
};

/** A readable list: name, default, meaning. */
export const describeVariables = (variables: Readonly<Record<string, z.ZodType>>): string =>
  Object.entries(variables)
    .map(([name, schema]) => `${name}  (${defaultOf(schema)})\n    ${schema.description ?? ''}`)
    .join('\n');
