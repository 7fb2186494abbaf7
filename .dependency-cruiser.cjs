// Who may import whom: core ← bridges, dexes, schemas ← platform ← producers, processors, api.
// The services never import each other; only their main.ts and config.ts touch platform values.

/** A layer and the rooms whose files it may import besides its own. */
const layers = {
  core: [],
  bridges: ['core'],
  dexes: ['core'],
  schemas: ['core'],
  platform: ['core', 'bridges', 'dexes', 'schemas'],
  producers: ['core', 'bridges', 'dexes', 'schemas', 'platform'],
  processors: ['core', 'bridges', 'dexes', 'schemas', 'platform'],
  api: ['core', 'bridges', 'dexes', 'schemas', 'platform', 'clients'],
  clients: ['core', 'schemas'],
};

const onlyDownwards = Object.entries(layers).map(([room, below]) => ({
  name: `${room}-only-downwards`,
  severity: 'error',
  comment: `${room}/ imports ${below.length === 0 ? 'nothing of ours' : below.join(', ')}`,
  from: { path: `^${room}/`, pathNot: '\\.(test|int\\.test)\\.tsx?$' },
  to: { path: '^[^./]+/', pathNot: [`^(${[room, ...below].join('|')})/`, '^node_modules/'], dependencyTypesNot: ['core'] },
}));

module.exports = {
  forbidden: [
    ...onlyDownwards,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-npm-packages',
      severity: 'error',
      comment: 'core/ is pure. viem is named for address checksums and hashes alone, the sketches for quantiles.',
      from: { path: '^core/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/(viem|@datadog/sketches-js)' },
    },
    {
      name: 'bridge-npm-packages',
      severity: 'error',
      comment: 'A bridge imports viem and zod; HTTP and RPC arrive in its context. The conformance suite is run by tests alone.',
      from: {
        path: '^(bridges|dexes)/',
        pathNot: ['\\.test\\.ts$', '/testing/', '^bridges/_kit/(conformance|mutations|what-is-written)\\.ts$'],
      },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/(viem|zod)' },
    },
    {
      name: 'no-bridge-imports-another',
      severity: 'error',
      from: { path: '^bridges/([^/_]+)/' },
      to: { path: '^bridges/[^/_]+/', pathNot: '^bridges/$1/' },
    },
    {
      name: 'platform-values-only-in-composition-roots',
      severity: 'error',
      comment: 'A service receives its adapters; only main.ts and config.ts make them. Types may come from anywhere below.',
      from: { path: '^(producers|processors|api)/', pathNot: ['/(main|config)\\.ts$', '\\.test\\.ts$'] },
      to: { path: '^platform/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'platform-technologies-apart',
      severity: 'error',
      from: { path: '^platform/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^platform/[^/]+/', pathNot: ['^platform/$1/', '^platform/telemetry/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { pathNot: '^(test|bench)/|\\.test\\.tsx?$' },
      to: { path: '^(test|bench)/|\\.test\\.tsx?$' },
    },
    {
      name: 'services-apart',
      severity: 'error',
      from: { path: '^(producers|processors|api)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(producers|processors|api|simnet|stack)/', pathNot: '^$1/' },
    },
    {
      name: 'nothing-that-runs-is-a-dev-dependency',
      severity: 'error',
      comment: 'The image of deploy/Dockerfile has none of them.',
      from: {
        path: '^(core|bridges|schemas|platform|producers|processors|api|clients)/',
        pathNot: '\\.test\\.tsx?$|/testing/|^bridges/_kit/(conformance|mutations|what-is-written)\\.ts$',
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.routebook|schemas/generated/.*\\.json)' },
    // The compiler itself has no API for other tools since version 7; swc reads the same syntax.
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
};
