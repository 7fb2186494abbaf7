import type { Bridge } from '#bridges/_kit/port.ts';
import { CHAINS } from '#core/domain/chain.ts';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { createMessages, type Message } from './messages.ts';
import { seatFills } from './seat-fills.ts';

/**
 * Whose money a message brought, where one message carries several transfers (`sharesMessages` in the manifest). The log of such a fill names
 * the message; what left with it is told on the origin, often before and sometimes after. Nothing of this is stored: all of it follows
 * from the log `chain-events`.
 */
export interface SharedMessageBook {
  /** Takes what was told, or taken back. */
  observe(event: ChainEvent): void;
  /** What the fills of one block that name a message alone come to now, by their event ids. The same for the same fills. */
  place(fills: readonly ChainEvent[]): ReadonlyMap<string, Placed>;
  /** What was told on a chain and would be told otherwise now, block by block. */
  corrections(chainId: number): readonly Correction[];
}

/** `unknown`: nobody said yet that this message carries several; it may be a message of a bridge that reads the same logs. */
export type Placed = { readonly kind: 'known' | 'unknown'; readonly event: ChainEvent };

export interface Correction {
  readonly block: { readonly number: number; readonly hash: string };
  readonly tell: readonly ChainEvent[];
  readonly takeBack: readonly ChainEvent[];
}

/** The event of a log, whoever's it turns out to be: what follows the log's index in its id is a transfer's key. */
const logOf = ({ chainId, blockHash, logIndex }: ChainEvent): string => `${chainId}:${blockHash.toLowerCase()}:${logIndex}`;

/** Those who read logs that such a bridge reads as well, and itself. */
const readersOf = (shared: Bridge, bridges: readonly Bridge[]): readonly string[] => {
  const watched = ({ watches }: Bridge, chainId: number): readonly string[] =>
    watches(chainId).flatMap(({ address, topics }) => topics.map((topic) => `${address.toLowerCase()}/${topic}`));
  return bridges
    .filter((other) =>
      CHAINS.some(({ chainId }) => {
        const own = new Set(watched(shared, chainId));
        return watched(other, chainId).some((one) => own.has(one));
      }),
    )
    .map(({ manifest }) => manifest.id);
};

export const createSharedMessageBook = (bridges: readonly Bridge[]): SharedMessageBook => {
  const sharing = bridges.filter(({ manifest }) => manifest.sharesMessages === true);
  const readers = new Map(sharing.map((bridge) => [bridge.manifest.id, readersOf(bridge, bridges)]));
  /** Whose messages an event may be about: a taxi's fill may turn out to be a passenger's. */
  const sharingOf = (bridge: string): string | undefined => [...readers].find(([, ids]) => ids.includes(bridge))?.[0];
  const messages = createMessages();
  const doubtful = new Set<Message>();
  const doubt = (message: Message | undefined): void => void (message && doubtful.add(message));

  const nameOf = (bridge: string, { fields }: ChainEvent): string | undefined =>
    fields.guid === undefined || fields.originChainId === undefined ? undefined : `${bridge}:${fields.originChainId}:${fields.guid}`;

  const ofPassenger = (of: Message, fill: ChainEvent, transferKey: string): ChainEvent => ({
    ...fill,
    eventId: `${logOf(fill)}:${transferKey}`,
    transferKey,
    bridge: of.bridge,
    kind: 'fill',
    fields: { ...fill.fields, recipient: fill.fields.deliveredTo ?? '' },
  });
  /** Kept under the message's own name: it is nobody's transfer, and is found again by a start. */
  const ofNobody = (of: Message, fill: ChainEvent): ChainEvent => ({
    ...ofPassenger(of, fill, of.name),
    kind: 'message-delivered',
  });

  /** Each fill of a message as it is to be told, by its log; those that were told, and those that are about to be. */
  const placed = (of: Message, fresh: readonly ChainEvent[]): ReadonlyMap<string, Placed> => {
    const known = [...of.fills].map(([log, told]) => ({ log, told: [...told.values()] }));
    const others = fresh.filter((fill) => !of.fills.has(logOf(fill))).map((fill) => ({ log: logOf(fill), told: [fill] }));
    const all = [...known, ...others].flatMap(({ log, told }) => {
      const [any] = told;
      const seated = told.find(({ kind, bridge }) => kind === 'fill' && bridge === of.bridge)?.transferKey;
      return any === undefined ? [] : [{ log, fill: ofNobody(of, any), seated: seated === '' ? undefined : seated }];
    });
    const seats = seatFills(all, { seats: messages.seatsOf(of), depositsOf: messages.depositsOf });
    return new Map(
      all.map(({ log, fill }) => {
        const key = seats.get(log);
        const event = key === undefined ? fill : ofPassenger(of, fill, key);
        return [log, { kind: key !== undefined || of.seats.size > 0 ? 'known' : 'unknown', event }];
      }),
    );
  };

  return {
    observe: (event) => {
      const bridge = sharingOf(event.bridge);
      if (bridge === undefined) return;
      if (event.kind === 'deposit' && event.bridge === bridge) for (const message of messages.deposit(event)) doubt(message);
      const name = nameOf(bridge, event);
      if (name === undefined) return;
      if (event.kind === 'message-sent' && event.bridge === bridge) doubt(messages.sent({ name, bridge }, event));
      if (event.kind === 'fill' || event.kind === 'message-delivered') doubt(messages.fill({ name, bridge }, event, logOf(event)));
    },
    place: (fills) => {
      const byName = Map.groupBy(fills, (fill) => nameOf(fill.bridge, fill) ?? '');
      return new Map(
        [...byName].flatMap(([name, ofMessage]) => {
          const all = placed(messages.named({ name, bridge: ofMessage[0]?.bridge ?? '' }), ofMessage);
          return ofMessage.flatMap((fill) => {
            const one = all.get(logOf(fill));
            return one === undefined ? [] : [[fill.eventId, one] as const];
          });
        }),
      );
    },
    corrections: (chainId) =>
      [...doubtful].flatMap((message) => {
        const wrong = [...placed(message, [])].flatMap(([log, { kind, event }]): readonly Correction[] => {
          const told = [...(message.fills.get(log)?.values() ?? [])];
          if (kind === 'unknown') return [];
          const tell = told.some(({ eventId }) => eventId === event.eventId) ? [] : [event];
          const takeBack = told.filter(({ eventId }) => eventId !== event.eventId);
          const block = { number: event.blockNumber, hash: event.blockHash };
          return tell.length + takeBack.length === 0 ? [] : [{ block, tell, takeBack }];
        });
        if (wrong.length === 0) doubtful.delete(message);
        // A message goes to one chain.
        return [...message.fills.values()].some((told) => [...told.values()].some((event) => event.chainId === chainId)) ? wrong : [];
      }),
  };
};
