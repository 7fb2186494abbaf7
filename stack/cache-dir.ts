import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where fetched engines are kept, once for all data folders of a user. Follows the XDG base directory rules. */
export const engineCacheDir = (env: Readonly<Record<string, string | undefined>> = process.env): string =>
  join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'routebook', 'engines');
