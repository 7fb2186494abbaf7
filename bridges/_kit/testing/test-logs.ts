import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenHex } from '../mutations.ts';
import type { Bridge, RawLog } from '../port.ts';
import type { EventCases } from './conformance-cases.ts';
import { RUNS, SEED } from './property-runs.ts';

/** Logs are read as they were encoded, at the contracts that are watched and nowhere else; damaged ones are never a throw. */
export const testLogs = (bridge: Bridge, events: EventCases): void => {
  test('the decoder inverts the encoder', () => {
    fc.assert(
      fc.property(events, ({ log, expected }) => {
        expect(bridge.decode(log)).toEqual(expected);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test('a watched contract is watched for every event that is decoded', () => {
    fc.assert(
      fc.property(events, ({ log }) => {
        const watched = bridge.watches(log.chainId).find(({ address }) => address.toLowerCase() === log.address.toLowerCase());
        expect(watched?.topics).toContain(log.topics[0]);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test('the same log from elsewhere is nobody’s', () => {
    fc.assert(
      fc.property(events, ({ log }) => {
        expect(bridge.decode({ ...log, address: `0x${'12'.repeat(20)}` })).toBeUndefined();
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test('damaged logs never throw', () => {
    const damaged = events.chain(({ log }) =>
      fc.tuple(brokenHex(log.data), fc.subarray([...log.topics])).map(([data, topics]): RawLog => ({ ...log, data, topics })),
    );
    fc.assert(
      fc.property(damaged, (log) => {
        bridge.decode(log);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
};
