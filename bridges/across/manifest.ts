import type { BridgeManifest } from '../_kit/port.ts';

/**
 * Across V3. Its API asks callers not to hold an answer for more than 300 s (docs.across.to); ours live 30 s at most. No rate is
 * documented; answers are cached upstream for 10 s, so that this budget covers the base corridors once an interval.
 */
export const manifest: BridgeManifest = {
  id: 'across',
  name: 'Across',
  chains: [1, 10, 137, 8453, 42161, 43114],
  trust: 'optimistic-relayer',
  docs: 'https://docs.across.to',
  budget: { perSecond: 30, burst: 60, concurrency: 24 },
  quoteLifetimeMs: 30_000,
  // Source of the slug: defillama.com/protocol/across. Its bare name is a word, which headlines use of anybody.
  health: {
    ping: { endpoint: 'across', path: '/swap/chains' },
    tvlSlug: 'across',
    names: ['Across Protocol', 'Across Bridge', 'Across V3'],
  },
};
