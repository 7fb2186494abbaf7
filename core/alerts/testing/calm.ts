import type { AlertFacts } from '../facts.ts';

/** Facts that no rule has anything against. */
export const CALM: AlertFacts = {
  bridges: [],
  silentChains: [],
  engines: [],
  unreadyServices: [],
  api: { requests: 0, errors: 0, slow: 0 },
  stuckTransfers: 0,
  deadLetters: new Map(),
  lag: new Map(),
};
