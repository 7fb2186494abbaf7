import type { Redis } from 'ioredis';
import type { Bucket } from '#core/figures/buckets.ts';
import type { Contents } from '#core/figures/figure-table.ts';
import type { Measure } from '#core/figures/fill-tally.ts';
import type { Keys } from './keys.ts';

/** Figures as the view holds them: JSON by name, and who wrote last. */
export interface StoredFigures {
  readonly mark: string | null;
  readonly bodies: ReadonlyMap<string, string>;
}

/** What transfers have added to the figures, and the view made of it. All reject when Redis is away. */
export interface FigureStore {
  /** Another one than before when any bucket may have changed. */
  changes(): Promise<string | null>;
  /** For each bucket a mark, another one than before when it may have changed; null when there is none. */
  marks(buckets: readonly Bucket[]): Promise<readonly (string | null)[]>;
  contents(buckets: readonly Bucket[]): Promise<readonly Contents[]>;
  /** Who wrote the view last; null when it was flushed. */
  viewMark(): Promise<string | null>;
  view(): Promise<StoredFigures>;
  write(mark: string, bodies: ReadonlyMap<string, string>, gone: readonly string[]): Promise<void>;
}

const MARK = '#';

const contentsOf = (fields: Readonly<Record<string, string>>): Contents => {
  const contents = new Map<string, Map<Measure, number>>();
  for (const [field, count] of Object.entries(fields)) {
    if (field === MARK) continue;
    const end = field.lastIndexOf('|');
    const name = field.slice(0, end);
    const counts = contents.get(name) ?? new Map<Measure, number>();
    contents.set(name, counts.set(field.slice(end + 1) as Measure, Number(count)));
  }
  return contents;
};

export const createFigureStore = ({ redis, keys }: { redis: Redis; keys: Keys }): FigureStore => {
  const keyOf = ({ kind, index }: Bucket) => keys.figureBucket(kind, index);
  const figures = keys.figures();
  return {
    changes: () => redis.get(keys.figureChanges()),
    marks: (buckets) => Promise.all(buckets.map((bucket) => redis.hget(keyOf(bucket), MARK))),
    contents: async (buckets) => (await Promise.all(buckets.map((bucket) => redis.hgetall(keyOf(bucket))))).map(contentsOf),
    viewMark: () => redis.hget(figures, MARK),
    view: async () => {
      const { [MARK]: mark, ...bodies } = await redis.hgetall(figures);
      return { mark: mark ?? null, bodies: new Map(Object.entries(bodies)) };
    },
    write: async (mark, bodies, gone) => {
      const write = redis.multi().hset(figures, new Map([...bodies, [MARK, mark]]));
      if (gone.length > 0) write.hdel(figures, ...gone);
      await write.exec();
    },
  };
};
