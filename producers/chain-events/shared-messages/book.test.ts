import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stargate } from '#bridges/stargate/stargate.ts';
import { stargateBus } from '#bridges/stargate-bus/stargate-bus.ts';
import { type ChainEvent, eventIdOf } from '#core/domain/chain-event.ts';
import { createSharedMessageBook, type SharedMessageBook } from './book.ts';

const BRIDGES = [stargate, stargateBus];
const ORIGIN = 1;
const DESTINATION = 42161;
const hash = (text: string): string => `0x${Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64)}`;

const event = (given: Partial<ChainEvent> & { block: string; chainId: number }): ChainEvent => {
  const { block, logIndex = 0, chainId } = given;
  return {
    eventId: eventIdOf(chainId, hash(block), logIndex),
    transferKey: '',
    bridge: 'stargate-bus',
    kind: 'deposit',
    removed: false,
    blockNumber: 100,
    blockHash: hash(block),
    logIndex,
    transactionHash: hash(`t${block}`),
    blockTimeMs: 1_000,
    observedAtMs: 1_000,
    fields: {},
    ...given,
  };
};
const keyOf = (ticket: number): string => `stargate-bus:1:30110-${ticket}`;
const terms = (to: string, amount: number) => ({
  originChainId: '1',
  destinationChainId: '42161',
  outputAmount: String(amount),
  outputToken: '0xToken',
  ...(to === '' ? {} : { recipient: to }),
});

const ride = (ticket: number, to: string, amount: number, block = `ride${ticket}`): ChainEvent =>
  event({ block, chainId: ORIGIN, transferKey: keyOf(ticket), fields: terms(to, amount) });
/** As the watcher tells a bus: once of each passenger. */
const drive = (guid: string, start: number, count: number, block = `drive${guid}`): readonly ChainEvent[] =>
  Array.from({ length: count }, (_, seat) => {
    const transferKey = keyOf(start + seat);
    const told = event({
      block,
      chainId: ORIGIN,
      kind: 'message-sent',
      transferKey,
      fields: { originChainId: '1', guid, seat: String(seat) },
    });
    return { ...told, eventId: `${told.eventId}:${transferKey}` };
  });
/** The bus's reading of a fill, which names the message alone. */
const arrival = (guid: string, logIndex: number, to: string, amount: number): ChainEvent =>
  event({
    block: 'arrival',
    chainId: DESTINATION,
    kind: 'fill',
    logIndex,
    fields: { ...terms(to, amount), guid, deliveredTo: to, deliveredAmount: String(amount) },
  });
/** The taxi's reading of the same log. */
const asTaxi = (fill: ChainEvent): ChainEvent => ({ ...fill, bridge: 'stargate', transferKey: `stargate:1:${fill.fields.guid}` });

/** A log of told events, as a watcher makes it: decoded blocks, and corrections of what was told wrongly. */
const createTold = (book: SharedMessageBook, taxis: boolean) => {
  const standing = new Map<string, ChainEvent>();
  const tell = (events: readonly ChainEvent[], removed = false): void => {
    for (const one of events) {
      if (removed) standing.delete(one.eventId);
      else standing.set(one.eventId, one);
      book.observe({ ...one, removed });
    }
  };
  return {
    standing,
    tell,
    read: (fills: readonly ChainEvent[]): void => {
      const placed = book.place(fills);
      tell(
        fills.map((fill) => {
          const place = placed.get(fill.eventId);
          return place === undefined || (place.kind === 'unknown' && taxis) ? asTaxi(fill) : place.event;
        }),
      );
    },
    correct: (): void => {
      for (const { tell: more, takeBack } of book.corrections(DESTINATION)) {
        tell(more);
        tell(takeBack, true);
      }
    },
    filled: (): readonly (readonly [string, string])[] =>
      [...standing.values()]
        .filter(({ kind }) => kind === 'fill')
        .map(({ transferKey, logIndex }) => [transferKey, String(logIndex)] as const)
        .sort(),
  };
};
const start = (taxis = true) => createTold(createSharedMessageBook(taxis ? BRIDGES : [stargateBus]), taxis);

test('a fill of a bus that is known is its passenger’s at once', () => {
  const told = start();
  told.tell([ride(5, '0xA', 10), ride(6, '0xB', 20), ...drive('0x1', 5, 2)]);
  told.read([arrival('0x1', 0, '0xA', 10), arrival('0x1', 1, '0xB', 20)]);
  expect(told.filled()).toEqual([
    [keyOf(5), '0'],
    [keyOf(6), '1'],
  ]);
});

test('where a payment failed the others keep their own: terms decide, and not the place', () => {
  const told = start();
  told.tell([ride(5, '0xA', 10), ride(6, '0xB', 20), ride(7, '0xA', 10), ...drive('0x1', 5, 3)]);
  told.read([arrival('0x1', 1, '0xB', 20), arrival('0x1', 2, '0xA', 10)]);
  // Two passengers are alike, and one of the two was paid; which of them is the same to both.
  expect(told.filled()).toEqual([
    [keyOf(5), '2'],
    [keyOf(6), '1'],
  ]);
  // The other's payment is made again, in a transaction of its own.
  const again = {
    ...arrival('0x1', 0, '0xA', 10),
    eventId: eventIdOf(DESTINATION, hash('again'), 0),
    blockHash: hash('again'),
    blockNumber: 200,
  };
  told.read([again]);
  expect(told.filled().map(([key]) => key)).toEqual([keyOf(5), keyOf(6), keyOf(7)]);
});

test('a fill that fits no passenger is told of nobody', () => {
  const told = start();
  told.tell([ride(5, '0xA', 10), ...drive('0x1', 5, 1)]);
  told.read([arrival('0x1', 0, '0xA', 11)]);
  expect([...told.standing.values()].at(-1)).toMatchObject({ kind: 'message-delivered', transferKey: 'stargate-bus:1:0x1' });
  told.correct();
  expect(told.filled()).toEqual([]);
});

test('a taxi’s fill stays the taxi’s', () => {
  const told = start();
  told.read([arrival('0x9', 0, '0xA', 10)]);
  told.correct();
  expect(told.filled()).toEqual([['stargate:1:0x9', '0']]);
});

test('a reorg that drops the bus leaves the money where it arrived; one that gives the ticket to another does not', () => {
  const told = start();
  const bus = drive('0x1', 5, 1);
  told.tell([ride(5, '0xA', 10), ...bus]);
  told.read([arrival('0x1', 0, '0xA', 10)]);
  told.tell(bus, true);
  told.correct();
  expect(told.filled()).toEqual([[keyOf(5), '0']]);
  // The rides change places, and the bus is driven anew with its number.
  told.tell([ride(5, '0xA', 10)], true);
  told.tell([ride(5, '0xB', 20, 'other5'), ride(6, '0xA', 10, 'other6'), ...drive('0x1', 5, 2, 'other')]);
  told.correct();
  expect(told.filled()).toEqual([[keyOf(6), '0']]);
});

describe.each([
  ['beside the taxi', true],
  ['alone', false],
])('%s', (_, taxis) => {
  test('whatever is heard first, and however often the watcher starts, the same is told in the end', () => {
    const passenger = fc.record({ to: fc.constantFrom('0xA', '0xB', '0xC'), amount: fc.integer({ min: 1, max: 3 }), paid: fc.boolean() });
    const cases = fc.record({
      passengers: fc.array(passenger, { minLength: 1, maxLength: 6 }),
      order: fc.infiniteStream(fc.nat()),
      restarts: fc.infiniteStream(fc.boolean()),
    });
    fc.assert(
      fc.property(cases, ({ passengers, order, restarts }) => {
        const rides = passengers.map(({ to, amount }, index) => ride(index, to, amount));
        const arrivals = passengers.flatMap(({ to, amount, paid }, index) => (paid ? [arrival('0x1', index, to, amount)] : []));
        let told = start(taxis);
        const steps = [
          ...rides.map((one) => () => told.tell([one])),
          () => told.tell(drive('0x1', 0, passengers.length)),
          () => told.read(arrivals),
        ];
        while (steps.length > 0) {
          const [step] = steps.splice((order.next().value ?? 0) % steps.length, 1);
          step?.();
          if (restarts.next().value) {
            const before = told;
            told = start(taxis);
            // In whatever order the log is read.
            told.tell([...before.standing.values()].toReversed());
          }
          told.correct();
        }
        const paidOf = (fills: readonly (readonly [string, string])[]) => {
          const paid = fills.map(([key]) => passengers[Number(key.split('-').at(-1))]);
          return paid.map((one) => `${one?.to}/${one?.amount}`).sort();
        };
        const all = arrivals.map(({ fields }) => `${fields.deliveredTo}/${fields.deliveredAmount}`).sort();
        expect(paidOf(told.filled())).toEqual(all);
        expect(new Set(told.filled().map(([key]) => key)).size).toBe(arrivals.length);
        // One log is told once.
        expect([...told.standing.values()].filter(({ chainId }) => chainId === DESTINATION)).toHaveLength(arrivals.length);
      }),
      { seed: 41, numRuns: 300 },
    );
  });
});
