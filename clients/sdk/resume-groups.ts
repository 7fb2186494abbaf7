import type { BookKeeper } from './book-keeper.ts';

export interface ResumeGroup {
  readonly keepers: readonly BookKeeper[];
  /** Last version held, per key. */
  readonly versions: Readonly<Record<string, number>>;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A frame may be 64 KiB at most by default; a key with its version is below 200 bytes. */
const KEYS_PER_MESSAGE = 100;

/**
 * Books that were held when the connection went, in as few messages as can be: one for all that were asked for in
 * the same way, because the keys themselves say which corridor and amount.
 */
export const resumeGroups = (keepers: readonly BookKeeper[]): ResumeGroup[] => {
  const groups = new Map<string, { keepers: BookKeeper[]; versions: Record<string, number>; params: Record<string, unknown> }[]>();
  for (const keeper of keepers) {
    const key = keeper.key();
    const version = keeper.version();
    if (keeper.standing() !== 'lost' || key === undefined || version === undefined) continue;
    const { from: _from, to: _to, amountIn: _amountIn, amountUsd: _amountUsd, ...params } = keeper.request;
    const alike = JSON.stringify(params, Object.keys(params).sort());
    const full = groups.get(alike) ?? [];
    groups.set(alike, full);
    let group = full.at(-1);
    if (group === undefined || group.keepers.length >= KEYS_PER_MESSAGE) {
      group = { keepers: [], versions: {}, params };
      full.push(group);
    }
    group.keepers.push(keeper);
    group.versions[key] = version;
  }
  return [...groups.values()].flat();
};
