import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { ConfluentSchemaRegistryCompatibilityError } from '@kafkajs/confluent-schema-registry/dist/errors.js';
import { err, ok, type Result } from '#core/result.ts';

/** The registry answered, and said no. */
export interface RegistryRefusal {
  readonly status: number;
  readonly detail: string;
}

/** The registry could not be asked; the same question may succeed later. */
export class RegistryUnavailable extends Error {
  override readonly name = 'RegistryUnavailable';
}

export interface RegistryClient {
  /**
   * Registers a schema, or finds it registered, on a subject whose next versions must be BACKWARD compatible.
   * Gives the id that goes into each message.
   */
  register(subject: string, schema: object): Promise<Result<number, RegistryRefusal>>;
  /** The schema with this id. */
  schemaById(id: number): Promise<Result<object, RegistryRefusal>>;
}

/** No such id; not compatible with an earlier version; no schema. All else is a registry that is away or unwell. */
const REFUSALS = new Set([404, 409, 422]);

/** The level that a subject has when nobody has said anything: at Apicurio, unless its own settings say more. */
const UNSET = 'NONE';

/** Refusals that come of starting together are over by the second time; what is incompatible stays so. */
const ATTEMPTS_MORE = 2;

/** Speaks Confluent's schema registry protocol, which Apicurio and others speak too. What may succeed later throws RegistryUnavailable. */
export const createRegistryClient = (url: string): RegistryClient => {
  const base = url.replace(/\/$/, '');
  const registry = new SchemaRegistry({ host: base, retry: { retries: 0 } });

  const ask = async <T>(question: () => Promise<T>): Promise<Result<T, RegistryRefusal>> => {
    try {
      return ok(await question());
    } catch (error) {
      const { status, message } = error as Error & { status?: number };
      if (status !== undefined && REFUSALS.has(status)) return err({ status, detail: message });
      if (error instanceof ConfluentSchemaRegistryCompatibilityError) return err({ status: 409, detail: message });
      throw new RegistryUnavailable(`the schema registry at ${url} cannot be asked: ${message}`, { cause: error });
    }
  };

  const raiseLevel = async (subject: string): Promise<void> => {
    const method = 'PUT';
    const body = JSON.stringify({ compatibility: COMPATIBILITY.BACKWARD });
    const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' };
    const path = `${base}/config/${encodeURIComponent(subject)}`;
    const { ok: done, status } = await fetch(path, { method, body, headers }).catch((cause: unknown) => {
      throw new RegistryUnavailable(`the schema registry at ${url} cannot be asked`, { cause });
    });
    // 409: another service that starts at the same time is setting it.
    if (!done && status !== 409) throw new RegistryUnavailable(`the schema registry at ${url} does not set a level: ${status}`);
  };

  return {
    register: async (subject, schema) => {
      const entry = { type: SchemaType.AVRO as const, schema: JSON.stringify(schema) };
      const attempt = () => ask(() => registry.register(entry, { subject, compatibility: COMPATIBILITY.BACKWARD }));
      let answer = await attempt();
      // Services that start together: the first to register a subject sets its level after that, and the others may come in between, or
      // set it too, of whom Apicurio refuses all but one. One that died in between has left the level unset.
      for (let again = 1; again <= ATTEMPTS_MORE && !answer.ok && answer.error.status === 409; again += 1) {
        if (answer.error.detail.endsWith(`!= ${UNSET})`)) await raiseLevel(subject);
        answer = await attempt();
      }
      return answer.ok ? ok(answer.value.id) : answer;
    },
    schemaById: async (id) => {
      const answer = await ask(() => registry.getSchema(id));
      return answer.ok ? ok(JSON.parse(JSON.stringify(answer.value)) as object) : answer;
    },
  };
};
