import { z } from 'zod';

/** As it would be written, not as it is read: what a default is made into may be no text. */
const asWritten = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodPipe && schema.in instanceof z.ZodType ? asWritten(schema.in) : schema;

const defaultOf = (schema: z.ZodType): string => {
  const { data } = asWritten(schema).safeParse(undefined);
  if (data === undefined) return 'not set';
  const text = Array.isArray(data) ? data.join(',') : String(data);
  return text === '' ? 'empty' : text;
};

/** A readable list: name, default, meaning. */
export const describeVariables = (variables: Readonly<Record<string, z.ZodType>>): string =>
  Object.entries(variables)
    .map(([name, schema]) => `${name}  (${defaultOf(schema)})\n    ${schema.description ?? ''}`)
    .join('\n');
