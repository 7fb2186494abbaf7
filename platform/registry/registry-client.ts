import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
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

/** Speaks Confluent's schema registry protocol, which Apicurio and others speak too. What may succeed later throws RegistryUnavailable. */
export const createRegistryClient = (url: string): RegistryClient => {
  const registry = new SchemaRegistry({ host: url.replace(/\/$/, ''), retry: { retries: 0 } });

  const ask = async <T>(question: () => Promise<T>): Promise<Result<T, RegistryRefusal>> => {
    try {
      return ok(await question());
    } catch (error) {
      const { status, message } = error as Error & { status?: number };
      if (status !== undefined && REFUSALS.has(status)) return err({ status, detail: message });
      throw new RegistryUnavailable(`the schema registry at ${url} cannot be asked: ${message}`, { cause: error });
    }
  };

  return {
    register: async (subject, schema) => {
      const entry = { type: SchemaType.AVRO as const, schema: JSON.stringify(schema) };
      const attempt = () => ask(() => registry.register(entry, { subject, compatibility: COMPATIBILITY.BACKWARD }));
      const first = await attempt();
      // Services that start together all set a new subject's level; Apicurio refuses all but one, and by then it is set.
      const answer = !first.ok && first.error.status === 409 ? await attempt() : first;
      return answer.ok ? ok(answer.value.id) : answer;
    },
    schemaById: async (id) => {
      const answer = await ask(() => registry.getSchema(id));
      return answer.ok ? ok(JSON.parse(JSON.stringify(answer.value)) as object) : answer;
    },
  };
};
