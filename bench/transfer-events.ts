import type { ChainEvent } from '#core/domain/chain-event.ts';
import { chainEvent, confirmation, START_MS } from '#core/transfers/testing/sample-events.ts';

/** Events of one transfer: deposit, confirmation, fill. */
export const EVENTS_EACH = 3;
/** Accounts that send, each often enough to have a list of its own and rarely enough that no list is full. */
const SENDERS = 5_000;

const addressOf = (index: number): string => `0x${(index % SENDERS).toString(16).padStart(40, 'a')}`;

/** Moments after a deposit at which its confirmation and its fill come, counted in deposits of others. */
const CONFIRMED_AFTER = 4_000;
const FILLED_AFTER = 8_000;

/**
 * The events of so many transfers, in the order in which chains would give them: those of one transfer lie thousands of others apart, so that
 * hardly any batch holds two of them and each event makes a view, as it is when they happen. All lie within the last hour of `atMs`. `first`
 * numbers them: two calls make different transfers when their numbers differ.
 */
export const transferEvents = (transfers: number, atMs: number, first = 0): readonly ChainEvent[] => {
  const shiftMs = atMs - 3_600_000 - START_MS;
  const stepMs = 3_000_000 / transfers;
  const whole = (event: ChainEvent): ChainEvent => ({
    ...event,
    blockTimeMs: event.blockTimeMs + shiftMs,
    observedAtMs: event.observedAtMs + shiftMs,
  });
  const lifeOf = (place: number): readonly ChainEvent[] => {
    const startMs = Math.floor(place * stepMs);
    const index = first + place;
    const party = addressOf(index);
    const fields = { depositor: party, recipient: party, deliveredTo: party, fillDeadline: '4000000000' };
    const of = { transferKey: `across:1:${index}`, fields: { ...fields } };
    const deposit = chainEvent({ kind: 'deposit', block: `d${index}`, transaction: `d${index}`, atMs: startMs, ...of });
    const fill = chainEvent({ kind: 'fill', block: `f${index}`, transaction: `f${index}`, atMs: startMs + 5_000, ...of });
    return [deposit, confirmation(deposit, startMs + 3_000), fill].map(whole);
  };
  const lives = Array.from({ length: transfers }, (_, place) => lifeOf(place));
  const events: ChainEvent[] = [];
  for (let at = 0; at < transfers + FILLED_AFTER; at += 1) {
    for (const event of [lives[at]?.[0], lives[at - CONFIRMED_AFTER]?.[1], lives[at - FILLED_AFTER]?.[2]]) {
      if (event !== undefined) events.push(event);
    }
  }
  return events;
};
