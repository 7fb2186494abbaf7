import type { BridgeManifest } from '../_kit/bridge-manifest.ts';

/** Quote-related endpoints count within a rolling window of two hours (docs.li.fi/api-reference/rate-limits). */
const WINDOW_MS = 7_200_000;

/**
 * LI.FI, an aggregator. Without a key its documentation allows 75 quotes in any two hours (an older page says 200); a key of the portal
 * 100 a minute, counted as 12 000 in two hours. Neither is enforced by the second: what stands there keeps us from asking all at once.
 */
export const manifest: BridgeManifest = {
  id: 'lifi',
  name: 'LI.FI',
  chains: [1, 10, 137, 8453, 42161, 43114],
  assets: ['USDC', 'USDT', 'WETH', 'ETH', 'DAI', 'POL', 'AVAX'],
  trust: 'meta',
  meta: true,
  offByDefault: true,
  docs: 'https://docs.li.fi',
  links: {
    api: 'https://docs.li.fi/api-reference',
    status: 'https://docs.li.fi/api-reference/check-the-status-of-a-cross-chain-transfer',
    limits: 'https://docs.li.fi/api-reference/rate-limits',
    errors: 'https://docs.li.fi/api-reference/error-codes',
    contracts: 'https://github.com/lifinance/contracts',
  },
  endpoints: { lifi: { url: 'https://li.quest/v1', about: 'LI.FI’s API' } },
  apiKey: {
    variable: 'LIFI_API_KEY',
    required: false,
    about: 'LI.FI’s key; with it 12 000 quotes in two hours are allowed instead of 75.',
    header: { name: 'x-lifi-api-key' },
  },
  limits: { minUsd: null, maxUsd: null },
  budget: { perSecond: 1, burst: 4, concurrency: 2, quota: { questions: 75, perMs: WINDOW_MS } },
  budgetWithKey: { perSecond: 5, burst: 20, concurrency: 8, quota: { questions: 12_000, perMs: WINDOW_MS } },
  quoteLifetimeMs: 30_000,
  health: { names: ['LI.FI', 'LIFI', 'Jumper'] },
};
