import { z } from 'zod';

const GRAVE = ['fatal', 'error'];
/** A line of a service's log, as far as it tells what went wrong. */
const line = z.object({ level: z.string(), msg: z.string().default(''), err: z.object({ message: z.string().min(1) }).optional() });

const read = (text: string) => {
  try {
    return line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** What a process said last of what ails it: its newest fatal line or error, in words; else the last line of its log, whatever that is. */
export const lastWords = (log: string): string => {
  const lines = log.trim().split('\n');
  for (const text of lines.toReversed()) {
    const said = read(text);
    if (said !== undefined && GRAVE.includes(said.level)) return `it said ${JSON.stringify(said.err?.message ?? said.msg)}`;
  }
  const last = lines.at(-1) ?? '';
  return `its log ends with ${JSON.stringify(read(last)?.msg ?? last)}`;
};
