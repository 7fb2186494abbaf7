import type { Look, Verdict } from '../health-event.ts';

export const AT_MS = Date.UTC(2026, 10, 20, 12, 0, 0);

let serial = 0;

/** A look at a bridge, of an id of its own. */
export const look = (
  verdict: Verdict,
  atMs: number,
  chains: readonly string[] = ['ethereum', 'base'],
  change: Partial<Look> = {},
): Look => {
  serial += 1;
  return {
    kind: 'look',
    id: `look-${serial}`,
    atMs,
    verdict,
    code: verdict === 'failed' ? 'UPSTREAM_ERROR' : null,
    detail: verdict === 'failed' ? 'HTTP 503' : '',
    chains,
    latencyMs: verdict === 'answered' ? 100 : null,
    askedAtMs: atMs - 100,
    ...change,
  };
};
