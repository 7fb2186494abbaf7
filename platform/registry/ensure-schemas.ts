import { SCHEMAS } from '#schemas/schemas.ts';
import { TOPICS, type Topic } from '#schemas/topics.ts';
import type { Logger } from '../telemetry/logger.ts';
import { type RegistryClient, RegistryUnavailable } from './registry-client.ts';

/** A topic's schema does not fit what was written with an earlier one. Says which, and the way out. */
export class IncompatibleSchemaError extends Error {
  override readonly name = 'IncompatibleSchemaError';
}

/** Id of the registered schema by topic key (`quotes`, `market`, …). */
export type SchemaIds = Readonly<Record<keyof typeof TOPICS, number>>;

/** A registry that starts beside us takes some seconds; one that is away longer ends the start, and the supervisor tries again. */
const ATTEMPTS = 30;
const ATTEMPT_PAUSE_MS = 1_000;

/** The subject of a topic's values. */
export const subjectOf = (prefix: string, topic: Pick<Topic, 'name'>): string => `${prefix === '' ? '' : `${prefix}-`}${topic.name}-value`;

/** Registers one schema under BACKWARD, so that what is read with the new schema may have been written with the old. */
export const ensureSchema = async (registry: RegistryClient, subject: string, schema: object): Promise<number> => {
  const registered = await registry.register(subject, schema);
  if (registered.ok) return registered.value;
  throw new IncompatibleSchemaError(
    `the schema registry refuses the schema of ${subject}: ${registered.error.detail} ` +
      '(a new field needs a default, and no field may change its type; or give this version a ROUTEBOOK_PREFIX of its own)',
  );
};

/**
 * Registers the schema of every topic. Waits for a registry that is still starting.
 * Throws IncompatibleSchemaError when a schema does not fit its predecessor: a service must not start then.
 */
export const ensureSchemas = async (options: { registry: RegistryClient; prefix: string; logger: Logger }): Promise<SchemaIds> => {
  const { registry, prefix, logger } = options;
  const registerAll = async () => {
    const ids: [string, number][] = [];
    for (const [key, topic] of Object.entries(TOPICS)) {
      ids.push([key, await ensureSchema(registry, subjectOf(prefix, topic), SCHEMAS[topic.schema])]);
    }
    return Object.fromEntries(ids) as SchemaIds;
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await registerAll();
    } catch (error) {
      if (!(error instanceof RegistryUnavailable) || attempt >= ATTEMPTS) throw error;
      logger.debug({ error: String(error) }, 'waiting for the schema registry');
      await new Promise((resolve) => setTimeout(resolve, ATTEMPT_PAUSE_MS));
    }
  }
};
