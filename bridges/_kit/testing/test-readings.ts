import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenJson } from '../mutations.ts';
import type { Bridge } from '../port.ts';
import { ADAPTER_FAILED, type Asked, type Reading, readRecorded } from '../read-recorded.ts';
import { readingJson } from '../reading-json.ts';
import { recordingOf } from '../recording.ts';
import { vendorChanges, withMoreFields } from '../vendor-changes.ts';
import type { Otherwise, ReadingCases } from './conformance-cases.ts';
import { moneyOf } from './money-of.ts';
import { MUTATIONS, SEED } from './property-runs.ts';

/** Every file of the folder is read as its case says; broken, changed or grown it is never a throw, and never other money. */
export const testReadings = (bridge: Bridge, folder: URL, cases: ReadingCases, otherwise: Otherwise | undefined): void => {
  const { id } = bridge.manifest;
  const nowMs = Date.UTC(2026, 0, 1);
  const read = (file: string, body: string, ask: Asked) => readRecorded(bridge, recordingOf(file, body), ask, nowMs);
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

  test('every recording has its reading', () => {
    if (Object.keys(bridge.manifest.endpoints).length > 0) expect(files.length, 'no recorded answer in fixtures/ yet').toBeGreaterThan(0);
    expect(Object.keys(cases).sort()).toEqual(files.sort());
  });

  test.each(Object.entries(cases))('%s', async (file, { reading, ask = {} }) => {
    const given = await read(file, readFileSync(new URL(file, folder), 'utf8'), ask);
    expect(given.ok ? readingJson(id, given.value) : given.error).toMatchObject(reading);
  });

  /** What must hold of whatever has become of a recorded answer. */
  const holds = async (file: string, damaged: string, { ask, sound }: { ask: Asked; sound: Reading | undefined }): Promise<void> => {
    const question = sound?.kind === 'quote' ? sound.question : undefined;
    const given = await read(file, damaged, question === undefined ? ask : { ...ask, question });
    if (!given.ok) return;
    if (given.value.kind === 'failure') expect(given.value.failure.detail).not.toBe(ADAPTER_FAILED);
    if (given.value.kind !== 'quote') return;
    const right = sound?.kind === 'quote' ? moneyOf(sound.answer) : undefined;
    expect(moneyOf(given.value.answer)).toEqual((right && otherwise?.(damaged, given.value.question, right)) ?? right);
  };
  const soundOf = async (file: string, ask: Asked) => {
    const body = readFileSync(new URL(file, folder), 'utf8');
    const given = await read(file, body, ask);
    return { body, given, sound: given.ok ? given.value : undefined };
  };

  test.each(Object.entries(cases))('broken, it never makes the adapter throw nor gives other money: %s', async (file, { ask = {} }) => {
    const { body, sound } = await soundOf(file, ask);
    await fc.assert(
      fc.asyncProperty(brokenJson(body), (damaged) => holds(file, damaged, { ask, sound })),
      { seed: SEED, numRuns: MUTATIONS },
    );
  });

  test.each(Object.entries(cases))('whatever its vendor changes, it gives no other money: %s', async (file, { ask = {} }) => {
    const { body, sound } = await soundOf(file, ask);
    for (const { name, body: changed } of vendorChanges(body)) {
      try {
        await holds(file, changed, { ask, sound });
      } catch (error) {
        throw new Error(`${file}, ${name}: ${error instanceof Error ? error.message : error}`);
      }
      // Without the question beside it, a changed answer may be one to another question; it is never a throw.
      const alone = await read(file, changed, ask);
      if (alone.ok && alone.value.kind === 'failure') expect(alone.value.failure.detail, name).not.toBe(ADAPTER_FAILED);
    }
  });

  test.each(Object.entries(cases))('with fields that it does not know, it is read the same: %s', async (file, { ask = {} }) => {
    const { body, given } = await soundOf(file, ask);
    const grown = await read(file, withMoreFields(body), ask);
    const figures = (one: typeof given) => (one.ok ? readingJson(id, one.value) : one.error);
    expect(withoutDetail(figures(grown))).toEqual(withoutDetail(figures(given)));
  });
};

/** A failure's detail may quote the body; what counts is its code, and its figures. */
const withoutDetail = (json: unknown): unknown => JSON.parse(JSON.stringify(json, (key, value) => (key === 'detail' ? undefined : value)));
