import type { BridgeManifest } from '../_kit/bridge-manifest.ts';

/** New Bridge. Every figure here is a placeholder until it is replaced by a documented one, with its source. */
export const manifest: BridgeManifest = {
  id: 'new-bridge',
  name: 'New Bridge',
  chains: [1, 8453],
  assets: ['USDC'],
  trust: 'solver',
  docs: 'https://docs.new-bridge.example',
  // Without an endpoint it is asked on chain alone.
  endpoints: { 'new-bridge': { url: 'https://api.new-bridge.example', about: 'New Bridge’s API' } },
  limits: { minUsd: null, maxUsd: null },
  budget: { perSecond: 1, burst: 1, concurrency: 1 },
  quoteLifetimeMs: 30_000,
  // To be taken out when its suite passes: then it is in use wherever ROUTEBOOK_BRIDGES does not say otherwise.
  offByDefault: true,
};
