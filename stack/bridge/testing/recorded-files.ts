import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { REPOSITORY } from '../../data-dir.ts';

/** Recorded answers as `npm run bridge -- read` takes them: those of a bridge's folder, and files that a test writes, which go with it. */
export const recordedFiles = () => {
  const folder = mkdtempSync(join(tmpdir(), 'routebook-bridge-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    fixture: (bridge: string, name: string): string => join(REPOSITORY, 'bridges', bridge, 'fixtures', name),
    file: (name: string, content: string): string => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
  };
};
