import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';

/** A prefix (ROUTEBOOK_PREFIX) of one test's own, under which its topics, groups and keys meet nobody else's. */
export const createPrefix = (): string => `t${randomBytes(4).toString('hex')}`;

/** Where the engines of this run of integration tests are. */
export const testEngines = () => ({
  kafkaBrokers: inject('kafkaBrokers'),
  registryUrl: inject('registryUrl'),
  redisUrl: inject('redisUrl'),
  clickhouseUrl: inject('clickhouseUrl'),
  clickhouseReadonlyUrl: inject('clickhouseReadonlyUrl'),
});
