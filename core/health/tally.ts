import { BIN_ENDS_MS, binOf } from './answer-times.ts';
import type { Look, Standing, TransferEnd } from './health-event.ts';

/** A tally's span is cut into so many slots, of which each was asked in or not, and answered in or not. */
export const SLOTS = 60;
/** Bits of a slot set that one number holds: below the 32 of a bit operation. */
const SLOTS_PER_NUMBER = 30;

/** What happened to a bridge within a span of time. Everything here adds up, so the order of events does not matter. */
export interface Tally {
  readonly startMs: number;
  answered: number;
  failed: number;
  refused: number;
  /** Of what failed or was limited, by code. */
  readonly codes: Record<string, number>;
  answerMs: number;
  readonly bins: number[];
  /** Slots in which the bridge was looked at, and in which it could be reached. */
  readonly looked: number[];
  readonly up: number[];
  costScore: number;
  standings: number;
  firsts: number;
  arrived: number;
  lost: number;
}

export const createTally = (startMs: number): Tally => ({
  startMs,
  answered: 0,
  failed: 0,
  refused: 0,
  codes: {},
  answerMs: 0,
  bins: Array.from({ length: BIN_ENDS_MS.length + 1 }, () => 0),
  looked: [0, 0],
  up: [0, 0],
  costScore: 0,
  standings: 0,
  firsts: 0,
  arrived: 0,
  lost: 0,
});

const mark = (slots: number[], slot: number): void => {
  const at = Math.floor(slot / SLOTS_PER_NUMBER);
  slots[at] = (slots[at] ?? 0) | (1 << (slot % SLOTS_PER_NUMBER));
};

const addLook = (tally: Tally, { verdict, code, latencyMs }: Look, slot: number): void => {
  mark(tally.looked, slot);
  if (verdict !== 'failed') mark(tally.up, slot);
  if (code !== null) tally.codes[code] = (tally.codes[code] ?? 0) + 1;
  if (verdict === 'failed') tally.failed += 1;
  else if (verdict === 'refused') tally.refused += 1;
  else if (verdict === 'answered') {
    tally.answered += 1;
    if (latencyMs === null) return;
    const bin = binOf(latencyMs);
    tally.answerMs += latencyMs;
    tally.bins[bin] = (tally.bins[bin] ?? 0) + 1;
  }
};

/** Counts an event in. `stepMs` is the length of the tally's span. */
export const addToTally = (tally: Tally, event: Look | Standing | TransferEnd, stepMs: number): void => {
  if (event.kind === 'look') {
    addLook(tally, event, Math.min(Math.floor(((event.atMs - tally.startMs) * SLOTS) / stepMs), SLOTS - 1));
  } else if (event.kind === 'standing') {
    tally.standings += 1;
    tally.costScore += event.costScore;
    if (event.first) tally.firsts += 1;
  } else if (event.arrived) tally.arrived += 1;
  else tally.lost += 1;
};

/** Ones among the bits. */
export const countSlots = (slots: readonly number[]): number => {
  let count = 0;
  for (let bits of slots) for (; bits !== 0; bits &= bits - 1) count += 1;
  return count;
};
