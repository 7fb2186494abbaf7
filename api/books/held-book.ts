import type { BookJson } from '#schemas/api/book.ts';

/** One version of a book: its bytes as stored, and what they say. */
export interface HeldBook {
  readonly bytes: Buffer;
  readonly json: BookJson;
  /** Strong: the same key and version are the same bytes. */
  readonly etag: string;
  /** Bridges whose answer is still to come: pending, or known by an expired quote alone. */
  readonly awaited: readonly string[];
  /** When the first of its routes lapses; after that the book waits for its ranker, and nothing rests on it. */
  readonly freshUntilMs: number;
}

const awaitedIn = ({ pending, excluded }: BookJson): readonly string[] => [
  ...new Set([...pending, ...excluded.filter(({ reason }) => reason === 'EXPIRED').map(({ bridge }) => bridge)]),
];

export const heldBook = (bytes: Buffer, json: BookJson): HeldBook => ({
  bytes,
  json,
  etag: `"${json.version}"`,
  awaited: awaitedIn(json),
  freshUntilMs: json.routes.reduce((first, { validUntil }) => Math.min(first, Date.parse(validUntil)), Number.POSITIVE_INFINITY),
});

/** Reads stored bytes. Throws on what is no book: the ranker alone writes them. */
export const readBook = (bytes: Buffer): HeldBook => {
  const json = JSON.parse(bytes.toString()) as BookJson;
  if (!Number.isSafeInteger(json.version) || !Array.isArray(json.routes)) throw new TypeError('the stored bytes are no book');
  return heldBook(bytes, json);
};

/** Whether the book says all there is to say now: every bridge has answered and nothing has lapsed. */
export const isSettled = (book: HeldBook, nowMs: number): boolean =>
  book.json.version > 0 && book.awaited.length === 0 && book.freshUntilMs > nowMs;
