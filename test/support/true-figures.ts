import type { ChainEvent } from '#core/domain/chain-event.ts';
import type { Promised } from '#core/domain/transfer.ts';
import { type Bucket, bucketAt } from '#core/figures/buckets.ts';
import { createFigureTable } from '#core/figures/figure-table.ts';
import { type Measure, tallyOf } from '#core/figures/fill-tally.ts';
import { priorFillTimes, usualConfirmationMs } from '#core/transfers/expectations.ts';
import { foldTransfer } from '#core/transfers/fold-transfer.ts';
import { holdToPromise } from '#core/transfers/hold-to-promise.ts';
import type { FiguresJson } from '#schemas/api/figures.ts';
import { figuresToJson } from '#schemas/codecs/figures-json.ts';

export interface ToldTransfer {
  readonly events: readonly ChainEvent[];
  readonly promised?: Promised;
}

/** What the figures must be in the end, by name, whatever happened on the way: counted anew from all that was told of each transfer. */
export const trueFigures = (
  transfers: readonly ToldTransfer[],
  nowMs: number,
): Readonly<Record<string, Omit<FiguresJson, 'observedAt'>>> => {
  const buckets = new Map<string, { bucket: Bucket; contents: Map<string, Map<Measure, number>> }>();
  for (const { events, promised = null } of transfers) {
    const transfer = foldTransfer(events, nowMs, {
      fillTimes: ({ bridge }) => priorFillTimes(bridge),
      confirmationMs: usualConfirmationMs,
    });
    const tally = transfer && tallyOf(holdToPromise(transfer, promised, nowMs));
    if (tally === undefined) continue;
    for (const kind of ['fine', 'coarse'] as const) {
      const bucket = bucketAt(kind, tally.atMs);
      const entry = buckets.get(JSON.stringify(bucket)) ?? { bucket, contents: new Map<string, Map<Measure, number>>() };
      buckets.set(JSON.stringify(bucket), entry);
      const counts = entry.contents.get(tally.name) ?? new Map<Measure, number>();
      for (const [measure, count] of tally.counts) counts.set(measure, (counts.get(measure) ?? 0) + count);
      entry.contents.set(tally.name, counts);
    }
  }
  const table = createFigureTable();
  for (const { bucket, contents } of buckets.values()) table.put(bucket, contents);
  table.advance(nowMs);
  return Object.fromEntries(
    [...table.names()].map((name) => {
      const { observedAt: _, ...figures } = figuresToJson(table.of(name) ?? [], nowMs);
      return [name, figures];
    }),
  );
};
