import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { configSchema } from '#platform/config.ts';
import { SERVICES } from '#stack/services.ts';

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: {
    readonly podSelector?: unknown;
    readonly replicas?: number;
    readonly strategy?: { readonly type?: string };
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: {
        readonly securityContext: object;
        readonly automountServiceAccountToken: boolean;
        readonly volumes: readonly { readonly secret?: { readonly secretName: string } }[];
        readonly containers: readonly {
          readonly args: readonly string[];
          readonly env?: readonly { readonly name: string; readonly value: string }[];
          readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
          readonly envFrom: readonly Readonly<Record<string, { readonly name: string }>>[];
          readonly livenessProbe: Probe;
          readonly readinessProbe: Probe;
          readonly securityContext: object;
          readonly resources: { readonly requests: object; readonly limits: object };
        }[];
      };
    };
  };
}

const FOLDER = 'deploy/kubernetes';
const files = globSync(`${FOLDER}/*.yaml`).filter((file) => basename(file) !== 'kustomization.yaml');
const manifests = files.flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Manifest));
const titled = manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest] as const);

/** Where the package `kubernetes-models` keeps a kind. */
const moduleOf = ({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): string => `kubernetes-models/${apiVersion}/${kind}`;

describe.each(titled)('%s', (_, manifest) => {
  test('is valid for Kubernetes’s own schema', async () => {
    const models = (await import(moduleOf(manifest))) as Record<string, new (data: unknown) => { validate(): void }>;
    const Model = models[manifest.kind];
    if (Model === undefined) throw new Error(`no schema of ${manifest.kind}`);
    expect(() => new Model(manifest).validate()).not.toThrow();
  });
});

describe('the types made from Kubernetes’s schema', () => {
  const folder = mkdtempSync(join(tmpdir(), 'routebook-kubernetes-'));
  beforeAll(() => symlinkSync(resolve('node_modules'), join(folder, 'node_modules')));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What the compiler says of manifests written as literals: it refuses fields that it does not know, which the schema does not. */
  const compile = (list: readonly Pick<Manifest, 'apiVersion' | 'kind'>[]): string => {
    const lines = list.map(
      (manifest, index) =>
        `import type { I${manifest.kind} as I${index} } from '${moduleOf(manifest)}';\nexport const m${index}: I${index} = ${JSON.stringify(manifest)};`,
    );
    const file = join(folder, 'manifests.ts');
    writeFileSync(file, lines.join('\n'));
    try {
      const flags = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext'];
      execFileSync('node_modules/.bin/tsc', [...flags, file], { encoding: 'utf8', stdio: 'pipe' });
      return '';
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  };

  test('know every field', () => {
    expect(compile(manifests)).toBe('');
  }, 60_000);

  test('would find one that does not exist', () => {
    expect(compile([{ apiVersion: 'v1', kind: 'ConfigMap', dat: {} } as never])).toContain(`'"dat"' does not exist`);
  }, 60_000);
});

const deployments = manifests.filter(({ kind }) => kind === 'Deployment');
const named = (kind: string, name: string) => manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);

describe.each(SERVICES.map(({ name, file }) => [name, file] as const))('the service %s', (name, file) => {
  const deployment = named('Deployment', name);
  const pod = deployment?.spec.template.spec;
  const [container] = pod?.containers ?? [];

  test('is deployed as often as it should, and interrupted with care', () => {
    const [room] = file.split('/');
    expect(container?.args).toEqual([file]);
    expect(deployment?.spec.selector.matchLabels).toMatchObject({ 'app.kubernetes.io/name': name });
    expect(deployment?.spec.template.metadata.labels).toMatchObject({ 'app.kubernetes.io/name': name, 'routebook/room': room });
    expect(deployment?.spec.replicas).toBe(room === 'producers' ? 1 : room === 'processors' ? 2 : 3);
    if (room === 'producers') expect(deployment?.spec.strategy?.type).toBe('Recreate');
    else expect(named('PodDisruptionBudget', name)).toBeDefined();
  });

  test('may do no more than it must', () => {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container?.resources).toMatchObject({ requests: { cpu: expect.anything() }, limits: { memory: expect.any(String) } });
  });

  test('is probed for life and readiness', () => {
    expect(container?.livenessProbe.httpGet.path).toBe('/health/live');
    expect(container?.readinessProbe.httpGet.path).toBe(name === 'api' ? '/health/live' : '/health/ready');
  });
});

test('nothing is deployed that is no service', () => {
  expect(deployments.map(({ metadata }) => metadata.name).sort()).toEqual(SERVICES.map(({ name }) => name).sort());
});

test('the API scales by itself from three on', () => {
  expect(named('HorizontalPodAutoscaler', 'api')?.spec).toMatchObject({
    minReplicas: 3,
    scaleTargetRef: { kind: 'Deployment', name: 'api' },
  });
});

test('what is not named is not reached', () => {
  expect(named('NetworkPolicy', 'nothing')?.spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
});

test('config maps hold what the configuration knows, and nothing secret', () => {
  const given = manifests.filter(({ kind }) => kind === 'ConfigMap').flatMap(({ data = {} }) => Object.keys(data));
  expect(given.filter((name) => !(name.replace(/_FILE$/, '') in configSchema.shape))).toEqual([]);
  expect(given.filter((name) => /PASSWORD|SECRET|TOKEN|_KEY/.test(name) && !name.endsWith('_FILE'))).toEqual([]);
  expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
});

test('a service has only the secrets that it reads', () => {
  const holders = (secret: string): readonly string[] =>
    deployments
      .filter(({ spec: { template } }) => {
        const { volumes, containers } = template.spec;
        const asEnvironment = containers.flatMap(({ envFrom }) => envFrom.flatMap(({ secretRef }) => secretRef?.name ?? []));
        return [...asEnvironment, ...volumes.flatMap((volume) => volume.secret?.secretName ?? [])].includes(secret);
      })
      .map(({ metadata }) => metadata.name)
      .sort();
  expect(holders('routebook')).toEqual(SERVICES.map(({ name }) => name).sort());
  expect(holders('routebook-rpc')).toEqual(['api', 'chain-events', 'market', 'quotes', 'signals']);
  expect(holders('routebook-history')).toEqual(['history']);
  expect(holders('routebook-reader')).toEqual(['api']);
  expect(holders('routebook-alerts')).toEqual(['alerts']);
});

test('the API asks ClickHouse as its reader, for old transfers and for people’s SQL', () => {
  const [container] = named('Deployment', 'api')?.spec.template.spec.containers ?? [];
  const [mount] = container?.volumeMounts.filter(({ name }) => name === 'reader') ?? [];
  expect(container?.env).toContainEqual({ name: 'CLICKHOUSE_READONLY_URL_FILE', value: `${mount?.mountPath}/clickhouse-reader-url` });
});

test('of the processors only the alerts go outside', () => {
  expect(named('NetworkPolicy', 'outside')?.spec.podSelector).toEqual({
    matchExpressions: [{ key: 'routebook/room', operator: 'In', values: ['producers', 'api'] }],
  });
  expect(named('NetworkPolicy', 'vendors')?.spec.podSelector).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'alerts' } });
});

test('the kustomization names every file, and every image is set to a version', () => {
  const { resources, images } = parse(readFileSync(`${FOLDER}/kustomization.yaml`, 'utf8')) as {
    resources: readonly string[];
    images: readonly { name: string; newTag: string }[];
  };
  expect([...resources].sort()).toEqual(files.map((file) => basename(file)).sort());
  expect(images).toEqual([{ name: 'routebook', newTag: expect.stringMatching(/^\d+\.\d+\.\d+$/) }]);
});
