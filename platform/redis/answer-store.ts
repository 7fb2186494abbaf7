import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';

/** How long a key is held for an answer that never comes: whoever made it may have died. Longer than any answer takes. */
const CLAIM_MS = 15_000;

/** What is known under a key: whose it is, and the answer once there is one. */
export interface KeptAnswer {
  /** Tells one request from another. */
  readonly fingerprint: string;
  readonly answer: Buffer | undefined;
}

/** Answers kept for a repeated request. All reject when Redis is out of reach. */
export interface AnswerStore {
  /** Takes the key for a request; gives what is there already when somebody was first. */
  claim(key: string, fingerprint: string): Promise<KeptAnswer | undefined>;
  keep(key: string, fingerprint: string, kept: { answer: Buffer; forMs: number }): Promise<void>;
  release(key: string): Promise<void>;
}

/** A value is the fingerprint, a line break, and the answer's bytes; without them the answer is being made. */
const BREAK = '\n';

export const createAnswerStore = ({ redis, keys }: { redis: Redis; keys: Keys }): AnswerStore => ({
  claim: async (key, fingerprint) => {
    const name = keys.keptAnswer(key);
    if ((await redis.set(name, fingerprint, 'PX', CLAIM_MS, 'NX')) !== null) return undefined;
    const value = await redis.getBuffer(name);
    // It lapsed between the two; whoever asks once more will have it.
    if (value === null) return { fingerprint, answer: undefined };
    const end = value.indexOf(BREAK);
    return end < 0
      ? { fingerprint: value.toString(), answer: undefined }
      : { fingerprint: value.subarray(0, end).toString(), answer: value.subarray(end + 1) };
  },
  keep: async (key, fingerprint, { answer, forMs }) => {
    await redis.set(keys.keptAnswer(key), Buffer.concat([Buffer.from(`${fingerprint}${BREAK}`), answer]), 'PX', forMs);
  },
  release: async (key) => {
    await redis.del(keys.keptAnswer(key));
  },
});
