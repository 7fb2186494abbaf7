import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseXml } from '@rgrove/parse-xml';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '#platform/config.ts';
import { READER, READER_LIMITS } from './clickhouse/configuration.ts';
import { REPOSITORY } from './data-dir.ts';
import { ENGINES } from './engines/list.ts';

interface Service {
  readonly image: string;
  readonly ports: readonly string[];
  readonly healthcheck: { readonly test: string };
  readonly volumes: readonly string[];
}

const text = readFileSync(join(REPOSITORY, 'docker-compose.yml'), 'utf8');
const compose = parse(text) as { services: Record<string, Service>; volumes: Record<string, unknown> };
const services = Object.entries(compose.services);

test('every engine of the launcher has its service', () => {
  expect(Object.keys(compose.services).sort()).toEqual(ENGINES.map(({ name }) => name).sort());
});

describe.each(services)('%s', (_, service) => {
  test('is pinned to a version', () => {
    expect(service.image).toMatch(/^[a-z/-]+:\d+\.\d+\.\d+(-[a-z]+)?$/);
  });
  test('has a health check', () => {
    expect(service.healthcheck.test).not.toBe('');
  });
  test('listens on loopback alone', () => {
    for (const port of service.ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });
  test('keeps its data in a volume that is declared', () => {
    const kept = service.volumes.filter((volume) => !volume.startsWith('./'));
    for (const volume of kept) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
  });
});

describe('the reader of ClickHouse', () => {
  const file = 'deploy/clickhouse/reader.xml';
  const xml = readFileSync(join(REPOSITORY, file), 'utf8');
  const limitIn = (name: string): number => Number(new RegExp(`<${name}>(\\d+)</${name}>`).exec(xml)?.[1]);
  const rangeIn = (name: string): string | undefined => new RegExp(`<${name}><min>1</min><max>(\\d+)</max></${name}>`).exec(xml)?.[1];

  test('is there, and the words above say how the API is told of it', () => {
    expect(parseXml(xml).root?.name).toBe('clickhouse');
    expect(compose.services.clickhouse?.volumes).toContain(`./${file}:/etc/clickhouse-server/users.d/reader.xml:ro`);
    const [, told = ''] = /CLICKHOUSE_READONLY_URL=(\S+)/.exec(text) ?? [];
    expect(readConfig({ CLICKHOUSE_READONLY_URL: told }).CLICKHOUSE_READONLY_URL).toBe(`http://${READER}@127.0.0.1:8123`);
    expect(xml).toContain(`<${READER}>`);
  });

  test.each(Object.entries(READER_LIMITS))('has the launcher’s limit %s, and may not raise it', (name, limit) => {
    expect(limitIn(name)).toBe(limit);
    expect(rangeIn(name)).toBe(String(limit));
  });
});

test('the ports are those that the configuration expects, and no password is set', () => {
  const config = readConfig({});
  const published = services.flatMap(([, { ports }]) => ports.map((port) => port.split(':')[1]));
  const expected = [
    config.KAFKA_BROKERS[0]?.split(':')[1],
    new URL(config.SCHEMA_REGISTRY_URL).port,
    new URL(config.REDIS_URL).port,
    new URL(config.CLICKHOUSE_URL).port,
  ];
  expect(published.sort()).toEqual(expected.sort());
  expect(text).not.toMatch(/passw|secret/i);
});
