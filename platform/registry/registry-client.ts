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

/** How the client calls a subject whose level is another than the one asked for. */
const OTHER_LEVEL = 'ConfluentSchemaRegistryCompatibilityError';
const LEVEL_TIMEOUT_MS = 10_000;

/**
 * Whoever registers a subject's first schema sets its level afterwards. One that dies between the two leaves a subject for which Apicurio
 * answers NONE, and the client would refuse it for ever: the level is set then. True when the level is BACKWARD now, whoever set it.
 */
const setLevelIfNone = async (url: string, subject: string): Promise<boolean> => {
  const at = `${url}/config/${encodeURIComponent(subject)}`;
  const signal = AbortSignal.timeout(LEVEL_TIMEOUT_MS);
  const told = (await (await fetch(at, { signal })).json()) as { compatibilityLevel?: string };
  if (told.compatibilityLevel !== COMPATIBILITY.NONE) return told.compatibilityLevel === COMPATIBILITY.BACKWARD;
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(at, { method: 'PUT', headers, body: JSON.stringify({ compatibility: COMPATIBILITY.BACKWARD }), signal });
  // 409: another process has just done the same.
  return answer.ok || answer.status === 409;
};

/** Speaks Confluent's schema registry protocol, which Apicurio and others speak too. What may succeed later throws RegistryUnavailable. */
export const createRegistryClient = (url: string): RegistryClient => {
  const host = url.replace(/\/$/, '');
  const registry = new SchemaRegistry({ host, retry: { retries: 0 } });

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
      const register = () => registry.register(entry, { subject, compatibility: COMPATIBILITY.BACKWARD });
      const attempt = () =>
        ask(() =>
          register().catch(async (error: Error) => {
            if (error.name === OTHER_LEVEL && (await setLevelIfNone(host, subject))) return register();
            throw error;
          }),
        );
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
