import { join } from 'node:path';
import { httpReady } from '../probe.ts';
import type { Engine, PrepareContext } from './engine.ts';
import { fetchArchive } from './maven.ts';

/** The newest line that Java 17 runs; 3.3 asks for Java 21. */
const VERSION = '3.0.9';

const settings = (dataDir: string, port: number): string[] =>
  Object.entries({
    'quarkus.http.host': '127.0.0.1',
    'quarkus.http.port': port,
    'quarkus.http.access-log.enabled': false,
    'apicurio.storage.kind': 'sql',
    'apicurio.storage.sql.kind': 'h2',
    'apicurio.datasource.url': `jdbc:h2:file:${join(dataDir, 'schemas')}`,
  }).map(([key, value]) => `-D${key}=${value}`);

const prepare = async ({ home, dataDir, ports: [port = 0], java }: PrepareContext) => {
  const url = `http://127.0.0.1:${port}/apis/ccompat/v7`;
  return {
    url,
    spec: {
      name: 'registry',
      file: java,
      // C1 alone: the registry answers a few dozen requests a day, so a quick start is worth more than peak speed.
      args: [
        '-Xmx256m',
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        ...settings(dataDir, port),
        '-jar',
        join(home, `apicurio-registry-app-${VERSION}-runner.jar`),
      ],
      cwd: dataDir,
      address: url,
      ready: () => httpReady(`${url}/subjects`),
      startDeadlineMs: 180_000,
      stopDeadlineMs: 15_000,
    },
  };
};

/** Apicurio Registry behind its Confluent-compatible API, schemas in an H2 file. */
export const registry: Engine = {
  name: 'registry',
  title: `Apicurio Registry ${VERSION}`,
  variable: 'SCHEMA_REGISTRY_URL',
  ports: 1,
  needsJava: true,
  fetch: ({ cacheDir, onProgress }) =>
    fetchArchive({
      into: join(cacheDir, `apicurio-registry-${VERSION}`),
      artifact: `io.apicurio:apicurio-registry-app:${VERSION}:tar.gz:all`,
      onProgress,
    }),
  prepare,
};
