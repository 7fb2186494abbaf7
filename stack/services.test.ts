import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { endpointsIn, readConfig, rpcUrls } from '#platform/config.ts';
import { REPOSITORY } from './data-dir.ts';
import { SERVICES, serviceSpec } from './services.ts';
import { SIMNET_PORTS, simnetSignals, simnetSpec, simnetUrls } from './simnet-process.ts';

test.each(SERVICES)('$name is a process whose command line names its file', (service) => {
  expect(existsSync(join(REPOSITORY, service.file))).toBe(true);
  const spec = serviceSpec(service, { port: 1, env: { A: 'b' }, alone: false });
  expect(spec.args.at(-1)).toBe(service.file);
  expect(spec.env).toEqual({ A: 'b', [service.name === 'api' ? 'PORT' : 'ADMIN_PORT']: '1' });
});

test('what the simnet is told and what the services are told agree', () => {
  const ports = Array.from({ length: SIMNET_PORTS }, (_, index) => 100 + index);
  const { args } = simnetSpec({ traffic: 0, dataDir: '/data', ports, env: {} });
  expect(args.slice(-6)).toEqual(['--data-dir', '/data', '--port', '100', '--rpc-ports', '101,102,103,104,105,106']);
  const config = readConfig({ ...simnetUrls(ports), ...simnetSignals(ports) });
  expect(rpcUrls(config, 'ethereum')).toEqual(['http://127.0.0.1:101']);
  expect(rpcUrls(config, 'avalanche')).toEqual(['http://127.0.0.1:106']);
  expect(endpointsIn(config)).toMatchObject({ across: 'http://127.0.0.1:100/across/api', stargate: 'http://127.0.0.1:100/stargate/api' });
  expect(config.COINGECKO_API_URL).toBe('http://127.0.0.1:100/coingecko/api/v3');
  expect(config.DEFILLAMA_API_URL).toBe('http://127.0.0.1:100/defillama');
  expect(config.INCIDENT_FEEDS).toContainEqual({ bridge: '*', url: 'http://127.0.0.1:100/incidents/news.xml' });
});
