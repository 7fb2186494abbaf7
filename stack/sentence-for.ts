import { LaunchError } from './launch-error.ts';

const MEANINGS: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: make room, or choose another disk with --data-dir.',
  EACCES: 'A file may not be written here: give yourself the right to, or choose another folder with --data-dir.',
  EROFS: 'The disk is read-only: choose another with --data-dir.',
};

/** One sentence for what the user can mend; undefined for a bug, whose stack is worth more. */
export const sentenceFor = (error: unknown): string | undefined => {
  if (error instanceof LaunchError) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  const meaning = MEANINGS[code ?? ''];
  return meaning === undefined ? undefined : `${meaning}${path === undefined ? '' : ` (${path})`}`;
};
