const PLAIN_INTEGER = /^\d{1,9}$/;

/** A query with the named parameters as the numbers that they stand for; what is no plain number stays text, for the schema to refuse. */
export const withNumbers = (query: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> => {
  const numbers = names.flatMap((name) => {
    const text = query[name];
    return typeof text === 'string' && PLAIN_INTEGER.test(text) ? [[name, Number(text)] as const] : [];
  });
  return { ...query, ...Object.fromEntries(numbers) };
};
