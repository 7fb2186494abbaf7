import type { PagePlace } from '#platform/redis/transfer-reader.ts';

/** A transaction's hash, as people paste it. */
export const isTransactionHash = (text: string): boolean => /^0x[0-9a-fA-F]{64}$/.test(text);

/** A cursor is opaque to its reader: the place where its page ended. */
export const cursorOf = ({ startedAtMs, transferKey }: PagePlace): string =>
  Buffer.from(`${startedAtMs}/${transferKey}`).toString('base64url');

/** The place that a cursor names; undefined when it is none of ours. */
export const placeOf = (cursor: string): PagePlace | undefined => {
  const match = /^(\d{1,16})\/(.+)$/.exec(Buffer.from(cursor, 'base64url').toString());
  return match?.[2] === undefined ? undefined : { startedAtMs: Number(match[1]), transferKey: match[2] };
};
