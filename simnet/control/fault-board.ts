import type { FaultProvider, FaultSettings } from './fault-catalog.ts';
import type { FaultName } from './fault-sentences.ts';

export interface Fault extends FaultSettings {
  readonly id: number;
  readonly sinceMs: number;
}

/** The faults that are on. */
export interface FaultBoard {
  list(): readonly Fault[];
  /** Faults of a provider, of one kind if named. */
  of(provider: FaultProvider, name?: FaultName): readonly Fault[];
  add(settings: FaultSettings, nowMs: number): Fault;
  /** Takes off what matches; no filter takes off all. Returns what was taken off. */
  remove(filter: { readonly name?: string; readonly provider?: string }): readonly Fault[];
  /** Fulfilled when a fault is next put on or taken off. */
  changed(): Promise<void>;
}

export const createFaultBoard = (): FaultBoard => {
  let faults: readonly Fault[] = [];
  let nextId = 1;
  let next = Promise.withResolvers<void>();
  const change = (changed: readonly Fault[]): void => {
    faults = changed;
    next.resolve();
    next = Promise.withResolvers<void>();
  };
  return {
    list: () => faults,
    of: (provider, name) => faults.filter((fault) => fault.provider === provider && (name === undefined || fault.name === name)),
    add: (settings, nowMs) => {
      const fault = { ...settings, id: nextId++, sinceMs: nowMs };
      const same = (other: Fault): boolean =>
        other.name === fault.name && other.provider === fault.provider && other.corridor === fault.corridor && other.coin === fault.coin;
      // The same fault twice is the later one.
      change([...faults.filter((other) => !same(other)), fault]);
      return fault;
    },
    remove: ({ name, provider }) => {
      const matches = (fault: Fault): boolean =>
        (name === undefined || fault.name === name) && (provider === undefined || fault.provider === provider);
      const removed = faults.filter(matches);
      change(faults.filter((fault) => !matches(fault)));
      return removed;
    },
    changed: () => next.promise,
  };
};
