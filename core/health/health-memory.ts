import type { Breaker } from './breaker.ts';
import { createBreakerLog } from './breaker-log.ts';
import { type BridgeHealth, createBridgeHealth } from './bridge-health.ts';
import { SCALES, type ScaleName } from './tallies.ts';
import type { Tally } from './tally.ts';

/** Raised when the shape changes in a way that an older reader would misread; a memory of another shape is not read. */
const SHAPE = 1;

const writeBreaker = (breaker: Breaker) => ({ ...breaker, holds: [...breaker.holds], answeredAtMs: [...breaker.answeredAtMs] });

const readBreaker = (written: ReturnType<typeof writeBreaker>): Breaker => ({
  ...written,
  holds: new Map(written.holds),
  answeredAtMs: new Map(written.answeredAtMs),
});

/** A bridge's health as plain JSON. */
export const writeMemory = ({ bridge, tallies, log, tvl }: BridgeHealth) => ({
  shape: SHAPE,
  bridge,
  tallies: Object.fromEntries(Object.entries(tallies).map(([name, scale]) => [name, [...scale.values()]])) as Record<ScaleName, Tally[]>,
  settled: writeBreaker(log.settled),
  // JSON knows no infinity.
  settledUpTo: Number.isFinite(log.settledUpTo.atMs) ? { id: log.settledUpTo.id, atMs: log.settledUpTo.atMs } : null,
  unsettled: log.unsettled,
  breaker: writeBreaker(log.breaker),
  tvl: { mostByHour: [...tvl.mostByHour], latest: tvl.latest ?? null },
});

export type HealthMemory = ReturnType<typeof writeMemory>;

/** The same, read back; undefined when it is of another shape. */
export const readMemory = (memory: HealthMemory): BridgeHealth | undefined => {
  if (memory.shape !== SHAPE) return undefined;
  const health = createBridgeHealth(memory.bridge);
  for (const name of Object.keys(SCALES) as ScaleName[]) {
    for (const tally of memory.tallies[name]) health.tallies[name].set(tally.startMs, tally);
  }
  Object.assign(health.log, {
    settled: readBreaker(memory.settled),
    settledUpTo: memory.settledUpTo ?? createBreakerLog().settledUpTo,
    unsettled: memory.unsettled,
    breaker: readBreaker(memory.breaker),
  });
  for (const [hour, usd] of memory.tvl.mostByHour) health.tvl.mostByHour.set(hour, usd);
  health.tvl.latest = memory.tvl.latest ?? undefined;
  for (const { id } of memory.unsettled) health.seen.add(id);
  return health;
};
