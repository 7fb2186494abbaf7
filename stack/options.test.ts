import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_DATA_DIR } from './data-dir.ts';
import { readOptions } from './options.ts';
import { SERVICES } from './services.ts';

test('no flag at all is the whole stack in the simnet', () => {
  expect(readOptions([])).toEqual({
    port: 7400,
    dataDir: DEFAULT_DATA_DIR,
    network: 'simnet',
    fresh: false,
    traffic: 0,
    components: ['simnet', ...SERVICES.map(({ name }) => name)],
    ports: {},
  });
});

test('flags name ports, folder, world and level', () => {
  const argv = [
    '--port',
    '7500',
    '--data-dir',
    'x',
    '--network',
    'mainnet',
    '--fresh',
    '--log-level',
    'debug',
    '--bridges',
    'across',
    '--traffic',
    '0.5',
  ];
  expect(readOptions([...argv, '--kafka-port', '9092', '--simnet-port', '8000'])).toMatchObject({
    port: 7500,
    dataDir: resolve('x'),
    network: 'mainnet',
    fresh: true,
    traffic: 0.5,
    logLevel: 'debug',
    bridges: 'across',
    ports: { kafka: 9092, simnet: 8000 },
  });
});

test('a subset is named by what is in it or by what is not', () => {
  expect(readOptions(['--only', 'ranking,api']).components).toEqual(['ranking', 'api']);
  expect(readOptions(['--without', 'simnet, quotes']).components).toEqual(
    SERVICES.map(({ name }) => name).filter((name) => name !== 'quotes'),
  );
});
