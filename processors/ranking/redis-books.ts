import type { Keys } from '#platform/redis/keys.ts';
import type { RunScript } from '#platform/redis/script.ts';

/** A book nobody writes any more leaves the views after an hour. */
const BOOK_TTL_MS = 3_600_000;
/** Books a call: Redis is held up for less than a millisecond by each. */
const BOOKS_PER_CALL = 100;

/**
 * Sets each book whose version is newer than what is there, and announces it in the same breath, so that no reader sees
 * one without the other. Gives, in pairs, the place of each book that was refused and the version that stood in its way.
 */
export const SET_BOOKS_LUA = `
local refused = {}
for i, key in ipairs(KEYS) do
  local at = 3 * (i - 1) + 2
  local stored = tonumber(redis.call('HGET', key, 'v') or '0')
  if stored < tonumber(ARGV[at + 1]) then
    redis.call('HSET', key, 'v', ARGV[at + 1], 'body', ARGV[at + 2])
    redis.call('PEXPIRE', key, ARGV[1])
    redis.call('PUBLISH', ARGV[at], ARGV[at + 2])
  else
    refused[#refused + 1] = i
    refused[#refused + 1] = string.format('%.0f', stored)
  end
end
return refused
`;

export interface BookBytes {
  readonly key: string;
  readonly version: number;
  readonly json: Buffer;
}

export interface Refusal {
  readonly key: string;
  readonly storedVersion: number;
}

/** Writes books into the view, a call a hundred. Gives those that were refused because the view holds a newer one. Rejects when Redis is away. */
export const createRedisBooks = ({ setBooks, keys }: { setBooks: RunScript; keys: Keys }) => {
  const write = async (books: readonly BookBytes[]): Promise<readonly Refusal[]> => {
    const args: (string | number | Buffer)[] = [BOOK_TTL_MS];
    for (const { key, version, json } of books) args.push(keys.bookChannel(key), version, json);
    const answer = await setBooks(
      books.map(({ key }) => keys.book(key)),
      args,
    );
    const pairs = Array.isArray(answer) ? answer.map(Number) : [];
    const refusals: Refusal[] = [];
    for (let index = 0; index + 1 < pairs.length; index += 2) {
      const book = books[(pairs[index] ?? 0) - 1];
      const storedVersion = pairs[index + 1] ?? 0;
      // The same version is our own write, sent twice over a reconnect.
      if (book !== undefined && storedVersion !== book.version) refusals.push({ key: book.key, storedVersion });
    }
    return refusals;
  };

  return async (books: readonly BookBytes[]): Promise<readonly Refusal[]> => {
    const calls: Promise<readonly Refusal[]>[] = [];
    for (let start = 0; start < books.length; start += BOOKS_PER_CALL) calls.push(write(books.slice(start, start + BOOKS_PER_CALL)));
    return (await Promise.all(calls)).flat();
  };
};
