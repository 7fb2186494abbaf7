import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import { BRIDGES } from '#bridges/registry.ts';
import { CHAINS } from '#core/domain/chain.ts';
import { choicesIn } from './choices-in.ts';
import { apiKeysIn, type Config, ConfigError, endpointsIn, rpcUrls } from './config.ts';
import { createHttpClient } from './http/http-client.ts';
import { createJsonRpc, type JsonRpc } from './rpc/json-rpc.ts';
import { createRpcPort } from './rpc/rpc-port.ts';

export interface ConnectedBridges {
  /** Those that ROUTEBOOK_BRIDGES names, in its order. */
  readonly bridges: readonly Bridge[];
  /** Everything of their context but the signal. */
  readonly context: Omit<BridgeContext, 'signal'>;
  readonly jsonRpc: JsonRpc;
}

/** The bridges that ROUTEBOOK_BRIDGES names, in its order. Throws ConfigError when one is named that nobody knows. */
export const bridgesIn = (config: Config): readonly Bridge[] => {
  const known = new Map(BRIDGES.map((bridge) => [bridge.manifest.id, bridge]));
  return config.ROUTEBOOK_BRIDGES.map((id) => {
    const bridge = known.get(id);
    if (bridge === undefined) throw new ConfigError(`ROUTEBOOK_BRIDGES names "${id}"; known are ${[...known.keys()].join(', ')}`);
    return bridge;
  });
};

/** The bridges in use, and the world as they reach it. */
export const connectBridges = (config: Config, now: () => number): ConnectedBridges => {
  const http = createHttpClient();
  const jsonRpc = createJsonRpc({ http, urls: new Map(CHAINS.map(({ chainId, slug }) => [chainId, rpcUrls(config, slug)])), now });
  const vendors = { endpoints: endpointsIn(config), apiKeys: apiKeysIn(config), choices: choicesIn(config) };
  const context = { http, rpc: createRpcPort(jsonRpc), now, ...vendors };
  return { bridges: bridgesIn(config), context, jsonRpc };
};
