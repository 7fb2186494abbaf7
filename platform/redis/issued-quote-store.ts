import type { Redis } from 'ioredis';
import { type Deposit, depositIdOf, type IssuedQuote, issuedFor } from '#core/transfers/issued-quote.ts';
import type { Keys } from './keys.ts';

/** How long a transaction that was handed out may take to show up as a deposit and still be held against its promise. */
const ISSUED_KEPT_MS = 24 * 3_600_000;
/** Promises kept of one sender for one corridor and amount; the oldest leave. Whoever builds more has signed the latest of them. */
const PER_DEPOSIT_MAX = 16;
/** Different deposits that promises are kept for; at some 600 bytes each this is 60 MB. The longest untouched leave. */
const DEPOSITS_MAX = 100_000;

/** What was promised with each transaction that the API handed out. Rejects when Redis is out of reach. */
export interface IssuedQuoteWriter {
  put(quote: IssuedQuote): Promise<void>;
}

export interface IssuedQuoteReader {
  /**
   * What was promised for each deposit; undefined when no transaction of ours led to it, or too long ago. All are asked for at once. Rejects
   * when Redis is out of reach.
   */
  find(deposits: readonly Deposit[]): Promise<readonly (IssuedQuote | undefined)[]>;
}

/** What a deposit that names neither its destination nor its recipient may be about. */
export interface IssuedQuoteCandidates {
  /** Every promise kept of these, in no order; a deposit is asked for under each asset that it may become. Rejects when Redis is out of reach. */
  candidates(deposits: readonly DepositId[]): Promise<readonly IssuedQuote[]>;
}

/** What was promised with deposits that are plain transfers, which no log of a bridge's contract tells of. */
export interface IssuedToAddresses {
  /** Those handed out since, oldest first. Rejects when Redis is out of reach. */
  toAddresses(sinceMs: number): Promise<readonly IssuedQuote[]>;
}

/** Promises kept by their addresses; at some 700 bytes each this is 7 MB. The oldest leave. */
const TO_ADDRESSES_MAX = 10_000;

type DepositId = Parameters<typeof depositIdOf>[0];

export type IssuedQuoteStore = IssuedQuoteWriter & IssuedQuoteReader & IssuedQuoteCandidates & IssuedToAddresses;

type Stored = { readonly [K in keyof IssuedQuote]: IssuedQuote[K] extends bigint ? string : IssuedQuote[K] };

const write = ({ amountIn, amountSent, amountOut, minAmountOut, ...rest }: IssuedQuote): string =>
  JSON.stringify({
    ...rest,
    amountIn: String(amountIn),
    amountSent: String(amountSent),
    amountOut: String(amountOut),
    minAmountOut: String(minAmountOut),
  } satisfies Stored);

const read = (text: string): IssuedQuote => {
  const stored = JSON.parse(text) as Stored;
  const { amountIn, amountSent, amountOut, minAmountOut } = stored;
  return {
    ...stored,
    amountIn: BigInt(amountIn),
    amountSent: BigInt(amountSent),
    amountOut: BigInt(amountOut),
    minAmountOut: BigInt(minAmountOut),
  };
};

export const createIssuedQuoteStore = ({ redis, keys }: { redis: Redis; keys: Keys }): IssuedQuoteStore => ({
  put: async (quote) => {
    const id = depositIdOf(quote);
    const list = keys.issuedQuotes(id);
    await redis
      .multi()
      .zadd(list, quote.issuedAtMs, write(quote))
      .zremrangebyrank(list, 0, -1 - PER_DEPOSIT_MAX)
      .pexpire(list, ISSUED_KEPT_MS)
      .zadd(keys.issuedDeposits(), quote.issuedAtMs, id)
      .zremrangebyscore(keys.issuedDeposits(), '-inf', quote.issuedAtMs - ISSUED_KEPT_MS)
      .exec();
    if (quote.depositAddress !== undefined) {
      await redis
        .multi()
        .zadd(keys.issuedToAddresses(), quote.issuedAtMs, write(quote))
        .zremrangebyscore(keys.issuedToAddresses(), '-inf', quote.issuedAtMs - ISSUED_KEPT_MS)
        .zremrangebyrank(keys.issuedToAddresses(), 0, -1 - TO_ADDRESSES_MAX)
        .exec();
    }
    const tooMany = (await redis.zcard(keys.issuedDeposits())) - DEPOSITS_MAX;
    if (tooMany <= 0) return;
    const leaving = (await redis.zpopmin(keys.issuedDeposits(), tooMany)).filter((_, at) => at % 2 === 0);
    if (leaving.length > 0) await redis.unlink(...leaving.map(keys.issuedQuotes));
  },
  find: async (deposits) => {
    if (deposits.length === 0) return [];
    const pipeline = redis.pipeline();
    for (const deposit of deposits) pipeline.zrange(keys.issuedQuotes(depositIdOf(deposit)), 0, '-1');
    const answers = (await pipeline.exec()) ?? [];
    return deposits.map((deposit, index) => {
      const [error, issued] = answers[index] ?? [new Error('Redis did not say what was promised')];
      if (error) throw error;
      return issuedFor(deposit, (issued as string[]).map(read));
    });
  },
  toAddresses: async (sinceMs) => (await redis.zrangebyscore(keys.issuedToAddresses(), sinceMs, '+inf')).map(read),
  candidates: async (deposits) => {
    const ids = [...new Set(deposits.map(depositIdOf))];
    if (ids.length === 0) return [];
    const pipeline = redis.pipeline();
    for (const id of ids) pipeline.zrange(keys.issuedQuotes(id), 0, '-1');
    return ((await pipeline.exec()) ?? []).flatMap(([error, issued]) => {
      if (error) throw error;
      return (issued as string[]).map(read);
    });
  },
});
