import { startService } from './service-process.ts';

/** The ranking service, asked of a bridge more than has an adapter: a book's bridges need none. */
export const startRanker = (env: Readonly<Record<string, string>>) =>
  startService('processors/ranking/main.ts', { ROUTEBOOK_BRIDGES: 'across,stargate,hop', ...env });
