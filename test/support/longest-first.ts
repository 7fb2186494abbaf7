import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that wait for outages, time-outs and starts, or calculate for long; longest first. Begun last they would run on alone when all others are done. */
const LONGEST = [
  'ranking-outages',
  'integration/launcher',
  'processors/history/history.int',
  'ranking-recovery',
  'simnet/lifecycle',
  'chain-events/failures',
  'stack/replay',
  'every-bridge',
  'processors/transfers/figures',
  'money-in-motion',
  'processors/transfers/transfers',
  'chain-events/chain-events',
  'chains/kept-world',
  // Of the unit tests.
  'quotes/budgets',
  'bridge/new-bridge',
  'artifacts/stand-ins',
];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = LONGEST.findIndex((part) => moduleId.includes(part));
  return place < 0 ? LONGEST.length : place;
};

/** Runs the files that take longest first, the others in vitest's own order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}
