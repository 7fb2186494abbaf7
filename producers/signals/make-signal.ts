import type { Signal } from '#core/domain/signal.ts';

/** What a sensor saw. What it does not name is empty. */
export type Sighting = Pick<Signal, 'kind' | 'ok'> & Partial<Omit<Signal, 'signalId' | 'kind' | 'ok'>>;

/** 2^41 ms in base 36 has nine digits, so that ids sort as their times do. */
const TIME_DIGITS = 9;
const COUNT_DIGITS = 5;
const COUNT_MAX = 36 ** COUNT_DIGITS;
/** What a person would read; a vendor's own words may be a page. */
const DETAIL_LENGTH_MAX = 300;

/** Makes signals of sightings, with ids that are unique as long as no two processes share `instance`. */
export const createSignalMaker = (instance: string, now: () => number) => {
  let count = 0;
  return (sighting: Sighting): Signal => {
    count = (count + 1) % COUNT_MAX;
    const nowMs = now();
    return {
      signalId: `${nowMs.toString(36).padStart(TIME_DIGITS, '0')}-${instance}-${count.toString(36).padStart(COUNT_DIGITS, '0')}`,
      bridge: '',
      corridor: null,
      latencyMs: null,
      observedAtMs: nowMs,
      code: null,
      chain: null,
      asset: null,
      value: null,
      reference: null,
      ...sighting,
      detail: (sighting.detail ?? '').replace(/\s+/g, ' ').trim().slice(0, DETAIL_LENGTH_MAX),
    };
  };
};
