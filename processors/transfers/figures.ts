import { ALL_CORRIDORS, fillTimesKey, WINDOWS } from '#core/domain/fill-times.ts';
import { expectedTimes } from '#core/figures/expected-time.ts';
import { createFigureTable, type Figures } from '#core/figures/figure-table.ts';
import { type Expectations, priorFillTimes } from '#core/transfers/expectations.ts';
import type { Publisher } from '#platform/kafka/publisher.ts';
import type { FigureStore } from '#platform/redis/figure-store.ts';
import type { Codec } from '#platform/registry/codec.ts';
import { figuresToJson } from '#schemas/codecs/figures-json.ts';
import { fillTimesToRecord } from '#schemas/codecs/fill-times.ts';
import type { FillTimesRecord } from '#schemas/generated/fill-times.ts';
import { createBucketWatch } from './bucket-watch.ts';

export interface LiveFigures {
  /** Brings the figures to what Redis says now, and publishes those that changed. Rejects when Redis is away. */
  refresh(): Promise<void>;
  /** How long a transfer is expected to take: the bridge's prior, moved towards what was observed. */
  readonly fillTimes: Expectations['fillTimes'];
}

const NO_FIGURES: Figures = WINDOWS.map((window) => ({
  window,
  fills: 0,
  p50: 0,
  p90: 0,
  p99: 0,
  accuracy: { transfers: 0, meanBps: null, deliveredInFull: 0, inTime: 0 },
}));

/** All but when it was observed: what two instances would write alike. */
const substance = (body: string): string => body.slice(body.indexOf(',') + 1);

/**
 * The figures of all corridors, as the buckets in Redis have them. Every instance makes all of them from the same buckets and compares with
 * the view that is there, so it matters to nobody which of them writes it. Topic before view: what the view shows, the topic has.
 */
export const createFigures = (deps: {
  store: FigureStore;
  publisher: Publisher;
  codec: Codec<FillTimesRecord>;
  topic: string;
  /** Names this process among those that write figures. */
  instance: string;
  now: () => number;
}): LiveFigures => {
  const { store, publisher, codec, topic, instance, now } = deps;
  const table = createFigureTable();
  const watch = createBucketWatch({ store, table });
  // What the view holds, as far as we know: bounded by the bridges and the corridors between listed assets.
  let stored = new Map<string, string>();
  let storedMark: string | null = null;
  let writes = 0;
  let unwritten = false;

  const publish = (names: ReadonlyMap<string, Figures>, observedAtMs: number) =>
    publisher.publishAll(
      [...names].map(([name, windows]) => {
        const [bridge = '', corridor = ALL_CORRIDORS] = name.split('|');
        return { topic, key: name, value: codec.encode(fillTimesToRecord({ bridge, corridor, observedAtMs, windows })) };
      }),
    );

  const write = async (nowMs: number): Promise<void> => {
    const fresh = new Map<string, Figures>();
    const bodies = new Map<string, string>();
    for (const name of table.names()) {
      const figures = table.of(name) ?? NO_FIGURES;
      const body = JSON.stringify(figuresToJson(figures, nowMs));
      if (substance(stored.get(name) ?? '') === substance(body)) continue;
      fresh.set(name, figures);
      bodies.set(name, body);
    }
    const gone = [...stored.keys()].filter((name) => table.of(name) === undefined);
    for (const name of gone) fresh.set(name, NO_FIGURES);
    if (fresh.size === 0) return;
    await publish(fresh, nowMs);
    writes += 1;
    const mark = `${instance}:${writes}`;
    await store.write(mark, bodies, gone);
    storedMark = mark;
    for (const [name, body] of bodies) stored.set(name, body);
    for (const name of gone) stored.delete(name);
  };

  return {
    refresh: async () => {
      const nowMs = now();
      if (await watch(nowMs)) {
        table.advance(nowMs);
        unwritten = true;
      }
      const mark = await store.viewMark();
      if (mark !== storedMark) {
        const view = await store.view();
        stored = new Map(view.bodies);
        storedMark = view.mark;
      } else if (!unwritten) return;
      await write(nowMs);
      unwritten = false;
    },
    fillTimes: ({ bridge, from, to }) => expectedTimes(priorFillTimes(bridge), table.of(fillTimesKey(bridge, `${from}>${to}`))),
  };
};
