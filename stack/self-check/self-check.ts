import { offReason } from '#bridges/_kit/budget-shares.ts';
import { keyHeaders } from '#bridges/_kit/key-headers.ts';
import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import { readJson } from '#bridges/_kit/read-json.ts';
import { BRIDGES } from '#bridges/registry.ts';
import { CHAINS, type Chain } from '#core/domain/chain.ts';
import { apiKeysIn, type Config, endpointsIn, rpcUrls } from '#platform/config.ts';
import { createHttpClient } from '#platform/http/http-client.ts';
import { createJsonRpc } from '#platform/rpc/json-rpc.ts';
import type { Finding } from './findings.ts';
import { type BridgeVerdict, judge, setAside } from './judge.ts';
import { type EndpointFinding, lookAtEndpoints } from './look-at-endpoints.ts';
import { readChain, unreadChain } from './read-chain.ts';
import { type ChainWishes, wishesOn } from './wishes.ts';

/** For one exchange with one endpoint: a start waits for all of them at once. */
const EXCHANGE_MS = 8_000;

export interface ChainReport {
  readonly chain: string;
  readonly endpoints: readonly EndpointFinding[];
}

export interface SelfCheckReport {
  readonly network: Config['ROUTEBOOK_NETWORK'];
  readonly chains: readonly ChainReport[];
  /** Every bridge that Routebook knows, in the registry's order. */
  readonly bridges: readonly BridgeVerdict[];
}

interface World {
  readonly config: Config;
  readonly http: BridgeContext['http'];
  readonly now: () => number;
}

const lookAtChain = async (chain: Chain, wishes: ChainWishes, { config, http, now }: World) => {
  const soon = () => AbortSignal.timeout(EXCHANGE_MS);
  const endpoints = await lookAtEndpoints(chain.chainId, rpcUrls(config, chain.slug), { http, now, signal: soon() });
  const right = endpoints.filter(({ state }) => state === 'right').map(({ url }) => url);
  const report: ChainReport = { chain: chain.slug, endpoints };
  if (right.length === 0) {
    const why = endpoints.map(({ host, detail }) => `${host} ${detail}`).join('; ');
    return { report, findings: unreadChain(wishes, why === '' ? `RPC_URLS_${chain.slug.toUpperCase()} names no endpoint` : why) };
  }
  const jsonRpc = createJsonRpc({ http, urls: new Map([[chain.chainId, right]]), now });
  return { report, findings: await readChain(wishes, jsonRpc, AbortSignal.timeout(2 * EXCHANGE_MS)) };
};

/** Asks a bridge's API for something cheap, where its manifest names that. Null when it answers. */
const apiTrouble = async ({ manifest }: Bridge, { config, http, now }: World): Promise<string | null> => {
  const where = manifest.health?.ping;
  const base = where && endpointsIn(config)[where.endpoint];
  if (where === undefined || base === undefined) return null;
  const headers = keyHeaders(manifest, apiKeysIn(config));
  const given = readJson(await http.request({ url: `${base}${where.path}`, headers, signal: AbortSignal.timeout(EXCHANGE_MS) }), now());
  if (!given.ok) return given.error.detail;
  return given.value.status < 300 ? null : `HTTP ${given.value.status}`;
};

/** A key that would be taken and is not set; the simnet's vendors want none. */
const keyNotes = ({ manifest: { apiKey } }: Bridge, config: Config): readonly string[] =>
  apiKey === undefined || config.ROUTEBOOK_NETWORK === 'simnet' || apiKeysIn(config)[apiKey.variable] !== undefined
    ? []
    : [`${apiKey.variable} is not set: ${apiKey.about}`];

/** Why a bridge is not looked at; undefined for one in use. */
const asideOf = ({ manifest }: Bridge, config: Config): BridgeVerdict | undefined => {
  if (!config.ROUTEBOOK_BRIDGES.includes(manifest.id)) return setAside(manifest, 'off', 'ROUTEBOOK_BRIDGES does not name it');
  const reason = offReason(manifest, apiKeysIn(config));
  return reason === undefined ? undefined : setAside(manifest, 'needs a key', reason);
};

/**
 * Holds every bridge in use against its chains: endpoints of the right chain, code at each listed contract, what contracts and tokens say of
 * themselves, flags that pause, an API that answers. Nothing that it finds stops it; what it cannot read it says.
 */
export const selfCheck = async (config: Config, known: readonly Bridge[] = BRIDGES): Promise<SelfCheckReport> => {
  const world: World = { config, http: createHttpClient(), now: Date.now };
  const aside = new Map(known.map((bridge) => [bridge, asideOf(bridge, config)]));
  const looked = known.filter((bridge) => aside.get(bridge) === undefined);
  const wishes = CHAINS.map((chain) => ({ chain, wishes: wishesOn(chain.chainId, looked) }));
  const [chains, troubles] = await Promise.all([
    Promise.all(wishes.map((one) => lookAtChain(one.chain, one.wishes, world))),
    Promise.all(looked.map(async (bridge) => [bridge, await apiTrouble(bridge, world)] as const)),
  ]);
  const findings: readonly Finding[] = chains.flatMap((one) => one.findings);
  const troubleOf = new Map(troubles);
  const countOf = (id: string): number =>
    wishes.reduce((sum, { wishes: { contracts, tokens } }) => {
      const own = contracts.filter(({ bridge }) => bridge === id).length;
      return sum + own + tokens.filter(({ bridges }) => bridges.includes(id)).length;
    }, 0);
  return {
    network: config.ROUTEBOOK_NETWORK,
    chains: chains.map(({ report }) => report),
    bridges: known.map((bridge) => {
      const { manifest } = bridge;
      const own = findings.filter(({ bridges }) => bridges.includes(manifest.id));
      const evidence = { manifest, findings: own, contracts: countOf(manifest.id), apiTrouble: troubleOf.get(bridge) ?? null };
      const verdict = aside.get(bridge) ?? judge(evidence);
      return looked.includes(bridge) ? { ...verdict, notes: [...verdict.notes, ...keyNotes(bridge, config)] } : verdict;
    }),
  };
};
