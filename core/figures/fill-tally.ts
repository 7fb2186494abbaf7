import { corridorById, corridorOf } from '../domain/corridor.ts';
import { fillTimesKey } from '../domain/fill-times.ts';
import type { Transfer } from '../domain/transfer.ts';
import { binOf } from './duration-bins.ts';

/**
 * What is counted of a bridge's corridor: `t` and a bin's number, the fills that took so long; `q`, those whose quote is known; of these
 * `a`, the sum of their accuracy in hundredths of a basis point; `k`, those that delivered all that was promised; `i`, those that came
 * within the promised p90.
 */
export type Measure = `t${number}` | 'q' | 'a' | 'k' | 'i';

export interface FillTally {
  /** `fillTimesKey` of where it counts. */
  readonly name: string;
  /** Time of the fill's block. */
  readonly atMs: number;
  /** None is 0. All are whole numbers, so that they can be taken back without a trace. */
  readonly counts: readonly (readonly [Measure, number])[];
}

/** Bridges' ids come from our own manifests; whatever else an event says would make figures without end. */
const BRIDGE_ID = /^[a-z0-9-]{1,32}$/;

const BPS_PARTS = 100;
/** Nobody delivers twice what was promised; beyond, a mistake would drown all others. */
const ACCURACY_BPS_MAX = 10_000;

const accuracyCounts = ({ accuracyBps, promised, secondsTaken }: Transfer): (readonly [Measure, number])[] => {
  if (accuracyBps === null || promised === null || secondsTaken === null) return [];
  const bounded = Math.min(Math.max(accuracyBps, -ACCURACY_BPS_MAX), ACCURACY_BPS_MAX);
  return [
    ['q', 1],
    ['a', Math.round(bounded * BPS_PARTS)],
    ['k', accuracyBps >= 0 ? 1 : 0],
    ['i', secondsTaken <= promised.etaSeconds.p90 ? 1 : 0],
  ];
};

/**
 * What a transfer adds to the figures: nothing until it is complete, its deposit stands on chain and both assets are listed, and nothing at
 * all when its user had further steps to send: how long that took is no property of the bridge. A function of the transfer alone, so what was added for an earlier state of it can be taken back to the unit.
 */
export const tallyOf = (transfer: Transfer): FillTally | undefined => {
  const { bridge, state, seenOnChain, from, to, secondsTaken, enteredAtMs, userSteps } = transfer;
  const atMs = enteredAtMs.COMPLETED;
  if (state !== 'COMPLETED' || atMs === undefined || secondsTaken === null || !seenOnChain || userSteps.length > 0) return undefined;
  const corridor = corridorById(`${from}>${to}`);
  if (corridor === undefined || !BRIDGE_ID.test(bridge)) return undefined;
  const counts: (readonly [Measure, number])[] = [[`t${binOf(secondsTaken * 1_000)}`, 1], ...accuracyCounts(transfer)];
  return { name: fillTimesKey(bridge, corridorOf(corridor.from, corridor.to).id), atMs, counts: counts.filter(([, count]) => count !== 0) };
};
