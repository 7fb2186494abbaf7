import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Enough for the last line of any log: longer lines are cut. */
const TAIL_BYTES = 8_192;

/** The last `bytes` of a file as text; empty when there is no such file. */
export const tailOf = (file: string, bytes: number): string => {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return '';
  }
  try {
    const { size } = fstatSync(handle);
    const buffer = Buffer.alloc(Math.min(bytes, size));
    readSync(handle, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8');
  } finally {
    closeSync(handle);
  }
};

/** The last line that says something. */
export const lastLineOf = (file: string): string => tailOf(file, TAIL_BYTES).trim().split('\n').at(-1) ?? '';
