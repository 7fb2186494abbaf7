import { Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import type { Logger } from '../telemetry/logger.ts';

const LEVELS: Readonly<Record<number, 'error' | 'warn' | 'info' | 'debug'>> = {
  [logLevel.ERROR]: 'error',
  [logLevel.WARN]: 'warn',
  [logLevel.INFO]: 'info',
  [logLevel.DEBUG]: 'debug',
};

/** A broker that restarts is back within seconds: many short waits find it sooner than the few long ones of the default. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 8, factor: 0.2 } as const;

/** A connect to a dead address on loopback fails at once; across a network a second tells enough. */
const CONNECT_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 15_000;

/**
 * The client from which producers, consumers and admins are made. kafkajs's own lines go to our log one level lower:
 * what is an error to it (a broker away for a moment) is an expected event here, and the runner and publisher say what matters.
 */
export const createKafka = (brokers: readonly string[], clientId: string, logger: Logger): Kafka => {
  const config: KafkaConfig = {
    brokers: [...brokers],
    clientId,
    retry: RETRY,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    logLevel: logLevel.WARN,
    logCreator: () => {
      const child = logger.child({ part: 'kafkajs' });
      return ({ level, log: { message, timestamp: _timestamp, logger: _logger, ...rest } }) => {
        const name = LEVELS[level] ?? 'debug';
        child[name === 'error' ? 'warn' : 'debug'](rest, message);
      };
    },
  };
  return new Kafka(config);
};
