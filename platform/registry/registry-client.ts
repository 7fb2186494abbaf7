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
  /** Sets how a subject's next versions must fit its earlier ones. */
  setCompatibility(subject: string, level: 'BACKWARD'): Promise<Result<void, RegistryRefusal>>;
  /** Registers a schema, or finds it registered. Gives the id that goes into each message. */
  register(subject: string, schema: object): Promise<Result<number, RegistryRefusal>>;
  /** The schema with this id. */
  schemaById(id: number): Promise<Result<object, RegistryRefusal>>;
}

const MEDIA_TYPE = 'application/vnd.schemaregistry.v1+json';

/** The registry sits beside us; an answer that takes longer is none. */
const TIMEOUT_MS = 5_000;

const readJson = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
};

/**
 * The four calls we need of Confluent's schema registry protocol, which Apicurio and others speak too. An answer of 4xx is a value;
 * no answer, or 5xx, throws RegistryUnavailable.
 */
export const createRegistryClient = (url: string): RegistryClient => {
  const base = url.replace(/\/$/, '');

  const ask = async (method: string, path: string, body?: object): Promise<Result<Record<string, unknown>, RegistryRefusal>> => {
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${base}${path}`, {
        method,
        headers: { accept: MEDIA_TYPE, 'content-type': MEDIA_TYPE },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      text = await response.text();
    } catch (error) {
      throw new RegistryUnavailable(`the schema registry at ${base} does not answer`, { cause: error });
    }
    if (response.ok) return ok(readJson(text));
    const detail = String(readJson(text).message ?? text.slice(0, 300));
    if (response.status >= 500) throw new RegistryUnavailable(`the schema registry at ${base} answered ${response.status}: ${detail}`);
    return err({ status: response.status, detail });
  };

  return {
    setCompatibility: async (subject, level) => {
      const answer = await ask('PUT', `/config/${encodeURIComponent(subject)}`, { compatibility: level });
      return answer.ok ? ok(undefined) : answer;
    },
    register: async (subject, schema) => {
      const answer = await ask('POST', `/subjects/${encodeURIComponent(subject)}/versions`, {
        schemaType: 'AVRO',
        schema: JSON.stringify(schema),
      });
      return answer.ok ? ok(Number(answer.value.id)) : answer;
    },
    schemaById: async (id) => {
      const answer = await ask('GET', `/schemas/ids/${id}`);
      return answer.ok ? ok(readJson(String(answer.value.schema))) : answer;
    },
  };
};
