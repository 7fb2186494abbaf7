import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findOnPath } from './find-on-path.ts';
import { LaunchError } from './launch-error.ts';

const OLDEST_JAVA = 17;

/** The major version in what `java -version` prints, old style (1.8.0) and new (17.0.15) alike. */
export const javaMajor = (output: string): number | undefined => {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(output) ?? [];
  if (first === undefined) return undefined;
  return first === '1' ? Number(second) : Number(first);
};

const wayOut =
  `install Java ${OLDEST_JAVA} or newer (Debian: apt-get install openjdk-17-jre-headless), or set KAFKA_BROKERS and SCHEMA_REGISTRY_URL ` +
  'to servers that run already.';

/** The `java` to run Kafka and the registry with: JAVA_HOME's, else the one on PATH. Throws LaunchError. */
export const findJava = (env: Readonly<Record<string, string | undefined>> = process.env): string => {
  const home = env.JAVA_HOME;
  const java = (home && findOnPath('java', join(home, 'bin'))) || findOnPath('java', env.PATH ?? '');
  if (java === undefined) throw new LaunchError(`Kafka and the schema registry need Java, and there is none: ${wayOut}`);
  const { stdout, stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  const major = javaMajor(`${stdout}${stderr}`);
  if (major === undefined || major < OLDEST_JAVA) {
    throw new LaunchError(`Kafka and the schema registry need a newer Java than ${java} (${major ?? 'no version'}): ${wayOut}`);
  }
  return java;
};
