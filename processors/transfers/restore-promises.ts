import type { TransferStore } from '#platform/redis/transfer-store.ts';
import type { Codec } from '#platform/registry/codec.ts';
import type { TransferJson } from '#schemas/api/transfer.ts';
import type { TransferRecord } from '#schemas/generated/transfer.ts';
import { promiseNote } from './promises.ts';
import type { TransfersOut } from './transfers-out.ts';

/** Notes held while the topic is read, some 400 bytes each. */
const NOTES_MAX = 200_000;
/** Notes written, and views made again, at a time. */
const AT_ONCE = 500;
/** What a transfer's bytes say when nothing was promised: not worth parsing. */
const NOTHING = Buffer.from('"promised":null');

/**
 * After a flush what was promised is nowhere but in the topic `transfers`: reads it there, notes it again and has those views made anew.
 * Does nothing when the views hold it already. Rejects when Redis is away; called again, it begins anew.
 */
export const createPromiseRestorer = (deps: {
  store: TransferStore;
  codec: Codec<TransferRecord>;
  /** Hands over every message of the topic `transfers` that is kept, in order. */
  readAll: (take: (values: readonly (Buffer | null)[]) => Promise<void>) => Promise<void>;
  out: TransfersOut;
}): (() => Promise<void>) => {
  const { store, codec, readAll, out } = deps;

  const noteOf = (record: TransferRecord): string | undefined => {
    if (record.json.includes(NOTHING)) return undefined;
    const { promised, originTransaction } = JSON.parse(record.json.toString()) as Partial<TransferJson>;
    return promised && originTransaction ? promiseNote(originTransaction, promised) : undefined;
  };

  const restore = async (): Promise<void> => {
    if (await store.promisesAreKnown()) return;
    const notes = new Map<string, string>();
    await readAll(async (values) => {
      await codec.prepare(values);
      for (const value of values) {
        const record = value === null ? undefined : codec.decode(value);
        if (!record?.ok) continue;
        const note = noteOf(record.value);
        // A record without a promise takes none back: it may have been made while what was promised was flushed.
        if (note !== undefined && notes.size < NOTES_MAX) notes.set(record.value.transferKey, note);
      }
    });
    const all = [...notes];
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const some = all.slice(at, at + AT_ONCE);
      await store.notePromises(some);
      for (const [transferKey] of some) out.note(transferKey);
      await out.write();
    }
    await store.promisesKnown();
  };

  let running: Promise<void> | undefined;
  return () => {
    running ??= restore().finally(() => {
      running = undefined;
    });
    return running;
  };
};
