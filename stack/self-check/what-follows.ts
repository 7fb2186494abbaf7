import type { SelfCheckReport } from './self-check.ts';

/** What a start does about a report. */
export interface Consequences {
  /** Bridges that are left out of ROUTEBOOK_BRIDGES: what stands on their chains is not what is listed. */
  readonly leftOut: readonly string[];
  /** RPC_URLS_<CHAIN> without the endpoints of another chain, for the chains that have such. */
  readonly rpcUrls: Readonly<Record<string, string>>;
}

/** States in which a bridge in use is as it should be, or is so by its operator's own will. */
const WELL: ReadonlySet<string> = new Set(['live', 'off']);

/** Whether everything in use is live. */
export const isAllWell = ({ bridges }: SelfCheckReport): boolean => bridges.every(({ state }) => WELL.has(state));

/** Whether any node of any chain answered, of the right chain. */
export const isAnyChainHeard = ({ chains }: SelfCheckReport): boolean =>
  chains.some(({ endpoints }) => endpoints.some(({ state }) => state === 'right'));

/**
 * Only what was proven wrong is left out: a broken bridge, and an endpoint that says itself that it is of another chain, as long as the chain
 * has one that is right. Silence proves nothing, and a flag may come down: those go in and are watched like all others.
 */
export const whatFollows = ({ chains, bridges }: SelfCheckReport): Consequences => ({
  leftOut: bridges.filter(({ state }) => state === 'broken').map(({ bridge }) => bridge),
  rpcUrls: Object.fromEntries(
    chains.flatMap(({ chain, endpoints }) => {
      const fit = endpoints.filter(({ state }) => state !== 'wrong chain');
      const changed = fit.length < endpoints.length && fit.length > 0;
      return changed ? [[`RPC_URLS_${chain.toUpperCase()}`, fit.map(({ url }) => url).join(',')] as const] : [];
    }),
  ),
});
