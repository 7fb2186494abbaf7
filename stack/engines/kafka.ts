import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LaunchError } from '../launch-error.ts';
import { tcpReady } from '../probe.ts';
import type { Engine, PrepareContext } from './engine.ts';
import { fetchJars } from './maven.ts';

const VERSION = '4.1.1';
/** Kafka's POM names no logging backend; without one its start may fail on a missing class. */
const LOG4J_VERSION = '2.24.3';
/** A cluster id of one's own is asked for by the format; one node has nobody to confuse it with. */
const CLUSTER_ID = 'cm91dGVib29rLWthZmthMQ';

/** One node that is broker and controller (KRaft), for one machine: no replication, no waiting for more group members. */
export const serverProperties = (options: { dataDir: string; port: number; controllerPort: number }): string =>
  Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${options.controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${options.port},CONTROLLER://127.0.0.1:${options.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${options.port}`,
    'inter.broker.listener.name': 'PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': join(options.dataDir, 'log'),
    'auto.create.topics.enable': false,
    'default.replication.factor': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 2,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'num.network.threads': 2,
    'num.io.threads': 2,
    'log.segment.bytes': 64 * 1024 * 1024,
    'log.retention.bytes': 512 * 1024 * 1024,
  })
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');

const LOGGING = `rootLogger.level = WARN
rootLogger.appenderRef.out.ref = out
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d{ISO8601} %p %m (%c)%n
logger.lifecycle.name = kafka.server.KafkaRaftServer
logger.lifecycle.level = INFO
`;

const HEAP = ['-Xms256m', '-Xmx768m', '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=20', '-XX:InitiatingHeapOccupancyPercent=35'];

const prepare = async ({ home, dataDir, ports: [port = 0, controllerPort = 0], java }: PrepareContext) => {
  const properties = join(dataDir, 'server.properties');
  const logging = join(dataDir, 'log4j2.properties');
  await writeFile(properties, serverProperties({ dataDir, port, controllerPort }));
  await writeFile(logging, LOGGING);
  const common = ['-cp', join(home, '*'), `-Dlog4j2.configurationFile=${logging}`];
  if (!existsSync(join(dataDir, 'log', 'meta.properties'))) {
    const format = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', properties, '--ignore-formatted'];
    await promisify(execFile)(java, ['-XX:TieredStopAtLevel=1', ...common, ...format]).catch((error: Error) => {
      throw new LaunchError(`Kafka's folder ${dataDir} could not be prepared; Java said: ${error.message.trim().split('\n').at(-1)}`);
    });
  }
  return {
    url: `127.0.0.1:${port}`,
    spec: {
      name: 'kafka',
      file: java,
      args: [...HEAP, ...common, 'kafka.Kafka', properties],
      cwd: dataDir,
      address: `127.0.0.1:${port}`,
      ready: () => tcpReady(port),
      startDeadlineMs: 180_000,
      stopDeadlineMs: 20_000,
    },
  };
};

export const kafka: Engine = {
  name: 'kafka',
  title: `Kafka ${VERSION}`,
  variable: 'KAFKA_BROKERS',
  ports: 2,
  needsJava: true,
  fetch: ({ cacheDir, onProgress }) =>
    fetchJars({
      into: join(cacheDir, `kafka-${VERSION}`),
      artifacts: [
        `org.apache.kafka:kafka_2.13:${VERSION}`,
        `org.apache.logging.log4j:log4j-core:${LOG4J_VERSION}`,
        `org.apache.logging.log4j:log4j-slf4j-impl:${LOG4J_VERSION}`,
      ],
      onProgress,
    }),
  prepare,
};
