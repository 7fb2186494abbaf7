import { describe } from 'vitest';
import type { Bridge } from './port.ts';
import type { ConformanceCases, EventCases, Otherwise, ReadingCases } from './testing/conformance-cases.ts';
import { describeAnswers } from './testing/describe-answers.ts';
import { describeReverts } from './testing/describe-reverts.ts';
import { describeTransaction } from './testing/describe-transaction.ts';
import { describeVitals } from './testing/describe-vitals.ts';
import { testLogs } from './testing/test-logs.ts';
import { testReadings } from './testing/test-readings.ts';
import { describeWhatIsWritten } from './what-is-written.ts';

/** Every bridge runs this suite over its documented answers, and `describeEvents` over its contracts' logs. */
export const describeConformance = (cases: ConformanceCases): void => {
  describeAnswers(cases);
  describeWhatIsWritten(cases);
  describeTransaction(cases);
  describeReverts(cases.bridge);
  describeVitals(cases.bridge);
};

/** Every bridge runs this suite over its folder `fixtures`: every recorded answer is read, and broken ones never give wrong money. */
export const describeReadings = (bridge: Bridge, folder: URL, cases: ReadingCases, otherwise?: Otherwise): void => {
  describe(`${bridge.manifest.id} reads what was recorded`, () => testReadings(bridge, folder, cases, otherwise));
};

/** Every bridge runs this suite over the logs of its contracts. */
export const describeEvents = (bridge: Bridge, events: EventCases): void => {
  describe(`${bridge.manifest.id} reads its contracts’ logs`, () => testLogs(bridge, events));
};
