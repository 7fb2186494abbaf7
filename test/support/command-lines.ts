import { execFileSync } from 'node:child_process';

/** Command lines of all running processes that name `text`, for example a data folder: whoever is left behind shows up here. */
export const commandLinesWith = (text: string): string[] =>
  execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8', maxBuffer: 16_000_000 })
    .split('\n')
    .filter((line) => line.includes(text));
