import type { Type } from 'avsc';
import { err, ok, type Result } from '#core/result.ts';
import { avroType } from './avro-type.ts';
import type { RegistryClient } from './registry-client.ts';

/** Confluent's framing: a zero byte, the schema's id in four bytes, then the Avro. */
const HEADER_BYTES = 5;
const MAGIC = 0;

/** Writer schemas kept ready to read with. Versions of one subject come a few a year. */
const WRITERS_MAX = 64;
/** Ids that the registry did not know, remembered for a while so that poison does not become a storm of questions. */
const UNKNOWN_IDS_MAX = 1_000;
const UNKNOWN_FOR_MS = 10_000;
/** Questions to the registry at the same time. */
const LOOKUPS_AT_ONCE = 8;

/** Room for one message while it is encoded; grows when a message needs more. */
const SCRATCH_BYTES = 64 * 1024;

export interface Codec<T> {
  /** The value as message bytes. Throws when it does not fit the schema: a bug. */
  encode(value: T): Buffer;
  /**
   * Learns the schemas that these messages were written with. After it `decode` answers without waiting.
   * Throws RegistryUnavailable when an id is new and the registry is away: worth another try.
   */
  prepare(messages: readonly (Buffer | null)[]): Promise<void>;
  /** The value, or in words why these bytes are none. Never throws. Bytes whose schema was not prepared are an error too. */
  decode(bytes: Buffer | null): Result<T, string>;
}

type Reader = (bytes: Buffer) => { value: unknown; offset: number };

const headerOf = (bytes: Buffer | null): number | undefined =>
  bytes !== null && bytes.length >= HEADER_BYTES && bytes[0] === MAGIC ? bytes.readUInt32BE(1) : undefined;

/**
 * Reads and writes the messages of one schema. `id` is the registered id of `schema`, resolved once at start. A message written
 * with another version is read through a resolver that is built once per writer. Once learnt, schemas
 * are kept, so that the registry may be away while the service runs.
 */
export const createCodec = <T>(options: { schema: object; id: number; registry: RegistryClient; now: () => number }): Codec<T> => {
  const { schema, id, registry, now } = options;
  const type: Type = avroType(schema);
  const readers = new Map<number, Reader | string>([[id, (bytes) => type.decode(bytes, HEADER_BYTES)]]);
  const unknownUntilMs = new Map<number, number>();
  let scratch = Buffer.alloc(SCRATCH_BYTES);

  const makeReader = (writer: object, writerId: number): Reader | string => {
    try {
      const writerType = avroType(writer);
      const resolver = type.createResolver(writerType);
      return (bytes) => type.decode(bytes, HEADER_BYTES, resolver);
    } catch (error) {
      return `schema ${writerId} cannot be read as ${type.name ?? 'ours'}: ${(error as Error).message}`;
    }
  };

  const learn = async (writerId: number): Promise<void> => {
    const found = await registry.schemaById(writerId);
    if (found.ok) {
      if (readers.size >= WRITERS_MAX)
        for (const oldest of [...readers.keys()].filter((key) => key !== id).slice(0, 1)) readers.delete(oldest);
      readers.set(writerId, makeReader(found.value, writerId));
      return;
    }
    if (unknownUntilMs.size >= UNKNOWN_IDS_MAX) unknownUntilMs.clear();
    unknownUntilMs.set(writerId, now() + UNKNOWN_FOR_MS);
  };

  return {
    encode: (value) => {
      let end = type.encode(value, scratch, HEADER_BYTES);
      if (end < 0) {
        // avsc gives the number of missing bytes, negated.
        scratch = Buffer.alloc((scratch.length - end) * 2);
        end = type.encode(value, scratch, HEADER_BYTES);
      }
      scratch[0] = MAGIC;
      scratch.writeUInt32BE(id, 1);
      return Buffer.from(scratch.subarray(0, end));
    },
    prepare: async (messages) => {
      const missing = new Set<number>();
      for (const bytes of messages) {
        const writerId = headerOf(bytes);
        if (writerId === undefined || readers.has(writerId)) continue;
        if ((unknownUntilMs.get(writerId) ?? 0) <= now()) missing.add(writerId);
      }
      const ids = [...missing];
      for (let start = 0; start < ids.length; start += LOOKUPS_AT_ONCE) {
        await Promise.all(ids.slice(start, start + LOOKUPS_AT_ONCE).map(learn));
      }
    },
    decode: (bytes) => {
      const writerId = headerOf(bytes);
      if (writerId === undefined || bytes === null) return err('not Avro: no magic byte and schema id');
      const reader = readers.get(writerId);
      if (reader === undefined) return err(`unknown schema id ${writerId}`);
      if (typeof reader === 'string') return err(reader);
      try {
        const { value, offset } = reader(bytes);
        if (offset !== bytes.length) return err(offset < 0 ? 'broken Avro: ends too soon' : 'broken Avro: bytes left over');
        return ok(value as T);
      } catch (error) {
        return err(`broken Avro: ${(error as Error).message}`);
      }
    },
  };
};
