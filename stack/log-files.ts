import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';

/** A log beyond this is put aside at the next start; one older log is kept. */
const ROTATE_BYTES = 50_000_000;

/** How much a file holds; nothing when there is none. */
export const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);

/** Makes room for a new run's log where earlier runs wrote a lot. */
export const rotateLog = (file: string): void => {
  if (sizeOf(file) > ROTATE_BYTES) renameSync(file, `${file}.1`);
};

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
