import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChainEvent, ChainEventKind } from '../domain/chain-event.ts';
import { foldTransfer } from './fold-transfer.ts';
import { chainEvent, confirmation, EXPECTATIONS, removal, START_MS } from './testing/sample-events.ts';

const NOW_MS = START_MS + 300_000;
const fold = (events: readonly ChainEvent[]) => foldTransfer(events, NOW_MS, EXPECTATIONS);

const KINDS: readonly ChainEventKind[] = ['deposit', 'fill', 'refund', 'speed-up', 'slow-fill-requested'];

/** One log's life: seen, perhaps confirmed, perhaps taken back and seen again some times. */
const life = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    block: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    atMs: fc.integer({ min: 0, max: 100_000 }),
    seenMs: fc.integer({ min: 0, max: 50_000 }),
    turns: fc.nat(4),
    confirmed: fc.boolean(),
    partial: fc.boolean(),
    forged: fc.boolean(),
  })
  .map(({ kind, block, atMs, seenMs, turns, confirmed, partial, forged }) => {
    const fields = { ...(partial && { partial: 'true', deliveredAmount: '400000000' }), ...(forged && { inputAmount: '1' }) };
    const event = chainEvent({ kind, block: `${kind} ${block}`, atMs, observedMs: seenMs, fields });
    const words: ChainEvent[] = [event];
    for (let turn = 1; turn <= turns; turn += 1) {
      const observedMs = seenMs + turn * 10;
      words.push(turn % 2 === 1 ? removal(event, observedMs) : { ...event, observedAtMs: START_MS + observedMs });
    }
    if (confirmed) words.push(confirmation(event, atMs + 1_000));
    return { event, words, stands: turns % 2 === 0 };
  });

/** Logs of one transfer; a log has one life. */
const lives = fc.uniqueArray(life, { minLength: 1, maxLength: 8, selector: ({ event }) => event.eventId });

const shuffled = <T>(items: readonly T[], seeds: readonly number[]): T[] =>
  items
    .map((item, index) => ({ item, place: seeds[index % seeds.length] ?? 0, index }))
    .sort((a, b) => a.place - b.place || b.index - a.index)
    .map(({ item }) => item);

const seeds = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 40 });

test('any order of the events gives the same transfer', () => {
  fc.assert(
    fc.property(lives, seeds, (all, order) => {
      const words = all.flatMap((one) => one.words);
      expect(fold(shuffled(words, order))).toEqual(fold(words));
    }),
    { numRuns: 500 },
  );
});

test('events delivered again change nothing', () => {
  fc.assert(
    fc.property(lives, seeds, fc.array(fc.nat(40), { maxLength: 20 }), (all, order, repeats) => {
      const words = all.flatMap((one) => one.words);
      const again = repeats.flatMap((index) => words[index % words.length] ?? []);
      expect(fold(shuffled([...words, ...again], order))).toEqual(fold(words));
    }),
    { numRuns: 500 },
  );
});

test('after any reorgs the state is that of the events that stand, as if the others had never been', () => {
  fc.assert(
    fc.property(lives, seeds, (all, order) => {
      const standing = all.filter(({ stands }) => stands);
      fc.pre(standing.some(({ event }) => event.kind === 'deposit'));
      const told = fold(
        shuffled(
          all.flatMap((one) => one.words),
          order,
        ),
      );
      const quiet = fold(
        standing.flatMap(({ event, words }) => [
          { ...event, observedAtMs: words.reduce((t, w) => (w.kind === 'confirmed' ? t : Math.max(t, w.observedAtMs)), 0) },
          ...words.filter(({ kind }) => kind === 'confirmed'),
        ]),
      );
      expect({ ...told, updatedAtMs: 0 }).toEqual({ ...quiet, updatedAtMs: 0 });
    }),
    { numRuns: 500 },
  );
});

test('whatever was heard, the picture makes sense', () => {
  fc.assert(
    fc.property(lives, (all) => {
      const transfer = fold(all.flatMap((one) => one.words));
      if (transfer === undefined) throw new Error('no transfer');
      expect(transfer.enteredAtMs[transfer.state]).toBeDefined();
      const end = transfer.enteredAtMs[transfer.state] ?? 0;
      for (const time of Object.values(transfer.enteredAtMs)) expect(time).toBeLessThanOrEqual(end);
      expect(transfer.seenOnChain && transfer.depositRemoved).toBe(false);
      if (transfer.state === 'COMPLETED') expect(transfer.destinationTransaction).not.toBeNull();
      if (transfer.dueAtMs !== null) expect(transfer.dueAtMs).toBeGreaterThan(NOW_MS);
    }),
    { numRuns: 500 },
  );
});
