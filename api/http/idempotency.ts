import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { err, ok, type Result } from '#core/result.ts';
import type { AnswerStore } from '#platform/redis/answer-store.ts';
import type { Refusal } from './reply.ts';

export const IDEMPOTENCY_HEADER = 'idempotency-key';

/** Printable ASCII, no longer than a few UUIDs. */
const KEY = /^[\x21-\x7e]{1,128}$/;

/** An answer, and how long it is worth repeating. */
export interface TimedAnswer {
  readonly bytes: Buffer;
  /** Epoch ms. */
  readonly validUntilMs: number;
}

/** Answers a write once a key: see `createIdempotency`. */
export type Once = (
  request: IncomingMessage,
  body: unknown,
  act: () => Promise<Result<TimedAnswer, Refusal>>,
) => Promise<Result<Buffer, Refusal>>;

const outOfReach: Refusal = {
  code: 'NOT_READY',
  detail: 'what was answered under this key is out of reach right now; try again in a few seconds',
  retryAfterSeconds: 2,
};

/** The order of an object's fields says nothing: libraries that write JSON from hash maps send the same request in another order. */
const inOneOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

const inUse: Refusal = {
  code: 'IDEMPOTENCY_KEY_IN_USE',
  detail: 'the same request is being answered; send it again in a moment for its answer',
  pointer: '/Idempotency-Key',
  retryAfterSeconds: 1,
};

const reused: Refusal = {
  code: 'IDEMPOTENCY_KEY_REUSED',
  detail: 'this key came with another path or body; send a new key with a new request',
  pointer: '/Idempotency-Key',
};

const unfit: Refusal = {
  code: 'INVALID_PARAMETER',
  detail: 'the header Idempotency-Key is one word of at most 128 printable ASCII characters, for example a UUID',
  pointer: '/Idempotency-Key',
};

/**
 * For writes: the same Idempotency-Key gives the same answer for as long as that is valid, and the act is done once. Refusals are not kept: what
 * was wrong may be right by then. Without the header every request acts.
 */
export const createIdempotency = (deps: { store: AnswerStore; now: () => number }): Once => {
  const { store, now } = deps;
  return async (request, body, act) => {
    const given = request.headers[IDEMPOTENCY_HEADER];
    if (given === undefined) {
      const done = await act();
      return done.ok ? ok(done.value.bytes) : done;
    }
    if (typeof given !== 'string' || !KEY.test(given)) return err(unfit);
    const key = digest(given);
    const fingerprint = digest(`${request.method} ${request.url} ${JSON.stringify(body, inOneOrder)}`);
    const known = await store.claim(key, fingerprint).then(ok, () => err(outOfReach));
    if (!known.ok) return known;
    if (known.value !== undefined) {
      if (known.value.fingerprint !== fingerprint) return err(reused);
      return known.value.answer === undefined ? err(inUse) : ok(known.value.answer);
    }
    // A key that is neither kept nor released lapses by itself.
    const release = () => store.release(key).catch(() => undefined);
    try {
      const done = await act();
      if (!done.ok) {
        await release();
        return done;
      }
      const { bytes, validUntilMs } = done.value;
      await store.keep(key, fingerprint, { answer: bytes, forMs: Math.max(1, validUntilMs - now()) }).catch(release);
      return ok(bytes);
    } catch (error) {
      await release();
      throw error;
    }
  };
};
