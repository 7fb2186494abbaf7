import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that wait for outages, time-outs and starts, or calculate for long; longest first. Begun last they would run on alone when all others are done. */
const LONGEST = [
  'ranking-recovery',
  'integration/launcher',
  'processors/history/history.int',
  'simnet/lifecycle',
  'chain-events/failures',
  'stack/replay',
  'every-bridge',
  'processors/transfers/figures',
  'money-in-motion',
  'processors/transfers/transfers',
  'chain-events/chain-events',
  'producers/quotes/quotes.int',
  'processors/health/health.int',
  'kafka/dead-letters.int',
  'chains/kept-world',
  // End to end: those that may run together, then all that want to be alone.
  'e2e/board-transfers',
  'e2e/board.test',
  'e2e/board-questions',
  'e2e/board-layout',
  'e2e/feed-protocol',
  'e2e/board-motion',
  'e2e/sending',
  'e2e/rest-protocol',
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
