import { type BridgeHealth, createBridgeHealth, foldHealth, lapseHolds } from '#core/health/bridge-health.ts';
import type { HealthEvent } from '#core/health/health-event.ts';
import type { Checkpoint } from './checkpoint-store.ts';

/** Far above the number of bridges there are; what names more is no honest producer. */
const BRIDGES_MAX = 64;

interface Patient {
  readonly health: BridgeHealth;
  /** What its checkpoint had folded already: messages before these offsets are in it. */
  readonly folded: Map<string, number>;
}

/** Where a message stands. `topic` without its prefix. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** The health of every bridge, held in memory, and how far the topics have been read. Empty until it is told where to begin. */
export interface Ward {
  /** Begins anew from checkpoints. */
  restore(checkpoints: readonly Checkpoint[]): void;
  /** Where each partition of a topic is to be read from, so that no bridge misses a message. */
  positions(topic: string): ReadonlyMap<number, number>;
  /** These partitions are read from here on. */
  begin(starts: readonly { topic: string; partition: number; position: number; end: number }[]): void;
  knows(topic: string, partition: number): boolean;
  /** Whether a bridge has this message in it already. */
  hasFolded(bridge: string, place: Place): boolean;
  /** Takes events of one bridge in. Gives how many were new; undefined when there are too many bridges to take another one. */
  fold(bridge: string, events: readonly HealthEvent[], nowMs: number): number | undefined;
  /** All before `nextOffset` was taken. */
  took(topic: string, partition: number, nextOffset: number): void;
  /** Lets go of what nobody has spoken of for long. */
  lapse(nowMs: number): void;
  all(): readonly BridgeHealth[];
  checkpoints(nowMs: number): readonly Checkpoint[];
  /** Somebody else has it all now. */
  clear(): void;
}

/** `known` are bridges that have a health before anything was heard of them. */
export const createWard = (known: readonly string[]): Ward => {
  const patients = new Map<string, Patient>();
  const next = new Map<string, number>();
  const nameOf = (topic: string, partition: number) => `${topic}/${partition}`;

  const admit = (bridge: string): Patient | undefined => {
    const present = patients.get(bridge);
    if (present !== undefined || patients.size >= BRIDGES_MAX) return present;
    const patient = { health: createBridgeHealth(bridge), folded: new Map<string, number>() };
    patients.set(bridge, patient);
    return patient;
  };
  const clear = () => {
    patients.clear();
    next.clear();
  };

  return {
    restore: (checkpoints) => {
      clear();
      for (const { health, positions } of checkpoints) patients.set(health.bridge, { health, folded: new Map(positions) });
    },
    positions: (topic) => {
      const least = new Map<number, number>();
      for (const { folded } of patients.values()) {
        for (const [name, position] of folded) {
          const at = name.lastIndexOf('/');
          const partition = Number(name.slice(at + 1));
          if (name.slice(0, at) === topic) least.set(partition, Math.min(least.get(partition) ?? Number.POSITIVE_INFINITY, position));
        }
      }
      return least;
    },
    begin: (starts) => {
      for (const { topic, partition, position, end } of starts) {
        const name = nameOf(topic, partition);
        next.set(name, position);
        // Offsets beyond the end are of another topic of that name, which is gone.
        for (const { folded } of patients.values()) if ((folded.get(name) ?? 0) > end) folded.set(name, position);
      }
      for (const bridge of known) admit(bridge);
    },
    knows: (topic, partition) => next.has(nameOf(topic, partition)),
    hasFolded: (bridge, { topic, partition, offset }) => offset < (patients.get(bridge)?.folded.get(nameOf(topic, partition)) ?? 0),
    fold: (bridge, events, nowMs) => {
      const patient = admit(bridge);
      return patient && foldHealth(patient.health, events, nowMs);
    },
    took: (topic, partition, nextOffset) => next.set(nameOf(topic, partition), nextOffset),
    lapse: (nowMs) => {
      for (const { health } of patients.values()) lapseHolds(health, nowMs);
    },
    all: () => [...patients.values()].map(({ health }) => health),
    checkpoints: (nowMs) =>
      [...patients.values()].map(({ health, folded }) => ({
        health,
        observedAtMs: nowMs,
        // While a bridge's own checkpoint is ahead of what was read again, what it has folded counts.
        positions: new Map([...next].map(([name, position]) => [name, Math.max(position, folded.get(name) ?? 0)])),
      })),
    clear,
  };
};
