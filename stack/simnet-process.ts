import { BRIDGES } from '#bridges/registry.ts';
import { CHAINS } from '#core/domain/chain.ts';
import { endpointVariable } from '#platform/config.ts';
import { REPOSITORY } from './data-dir.ts';
import { httpReady } from './probe.ts';
import type { ProcessSpec } from './process-spec.ts';
import { NODE_FLAGS } from './services.ts';

/** One port for its HTTP side, one for each chain. */
export const SIMNET_PORTS = 1 + CHAINS.length;

/** Where the simnet's parts answer, by the variable that tells the services. */
export const simnetUrls = ([port, ...rpcPorts]: readonly number[]): Record<string, string> => ({
  ...Object.fromEntries(CHAINS.map(({ slug }, index) => [`RPC_URLS_${slug.toUpperCase()}`, `http://127.0.0.1:${rpcPorts[index]}`])),
  // A vendor that it does not simulate answers 404 there: a local world asks nobody outside.
  ...Object.fromEntries(
    BRIDGES.flatMap(({ manifest }) => Object.keys(manifest.endpoints)).map((name) => [
      endpointVariable(name),
      `http://127.0.0.1:${port}/${name}/api`,
    ]),
  ),
  COINGECKO_API_URL: `http://127.0.0.1:${port}/coingecko/api/v3`,
});

/** What the signals producer looks at in the simnet, by variable. Its feeds are next door, so they are read as often as one likes to wait. */
export const simnetSignals = ([port]: readonly number[]): Record<string, string> => {
  const incidents = `http://127.0.0.1:${port}/incidents`;
  return {
    DEFILLAMA_API_URL: `http://127.0.0.1:${port}/defillama`,
    INCIDENT_FEEDS: [
      ...BRIDGES.map(({ manifest: { id } }) => `${id}=${incidents}/${id}/api/v2/incidents.json`),
      `*=${incidents}/news.xml`,
    ].join(','),
    INCIDENT_INTERVAL_MS: '1000',
    TVL_INTERVAL_MS: '2000',
  };
};

/** What to run for the simnet: local chains, the simulators of the vendors' APIs and the price source. */
export const simnetSpec = (options: {
  dataDir: string;
  ports: readonly number[];
  /** Transfers a second that it sends by itself. */
  traffic: number;
  env: Readonly<Record<string, string | undefined>>;
}): ProcessSpec => {
  const [port, ...rpcPorts] = options.ports;
  const url = `http://127.0.0.1:${port}`;
  return {
    name: 'simnet',
    file: process.execPath,
    args: [
      ...NODE_FLAGS,
      'simnet/main.ts',
      ...['--data-dir', options.dataDir],
      ...['--port', String(port)],
      ...['--rpc-ports', rpcPorts.join(',')],
      ...(options.traffic > 0 ? ['--traffic', String(options.traffic)] : []),
    ],
    cwd: REPOSITORY,
    env: options.env,
    address: url,
    ready: () => httpReady(`${url}/health/ready`),
    // The first start deploys every contract.
    startDeadlineMs: 180_000,
    // It writes six chains to disk.
    stopDeadlineMs: 30_000,
  };
};
