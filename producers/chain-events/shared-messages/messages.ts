import type { ChainEvent } from '#core/domain/chain-event.ts';

/** A message that carries, or may carry, several transfers, with what stands of it. */
export interface Message {
  /** `bridge:originChainId:guid`. */
  readonly name: string;
  readonly bridge: string;
  /** Whom it carries, by the id of the event that says so. */
  readonly seats: Map<string, { readonly transferKey: string; readonly seat: number }>;
  /** What was told of its fills, by log and by event id: of one log, under whatever key and name it was told. */
  readonly fills: Map<string, Map<string, ChainEvent>>;
}

/** Messages remembered, most of them of taxis; beyond, the oldest are forgotten. At some 700 bytes a fill this is 35 MB. */
const MESSAGES_MAX = 50_000;
/** Passengers whose terms are remembered. A bus waits for minutes, and these are days. */
const DEPOSITS_MAX = 50_000;

const bound = <T>(map: Map<string, T>, most: number): void => {
  if (map.size > most) for (const oldest of map.keys()) return void map.delete(oldest);
};

/** What of the told events concerns such messages, as a set that stands: order and repetition change nothing. */
export const createMessages = () => {
  const byName = new Map<string, Message>();
  const deposits = new Map<string, Map<string, ChainEvent>>();
  /** Messages that a transfer is, or was, a passenger of: after a reorg it may be another. */
  const ofTransfer = new Map<string, Set<Message>>();

  const named = ({ name, bridge }: Pick<Message, 'name' | 'bridge'>): Message =>
    byName.get(name) ?? { name, bridge, seats: new Map(), fills: new Map() };
  const remember = (message: Message): void => {
    if (message.seats.size + message.fills.size === 0) return void byName.delete(message.name);
    byName.set(message.name, message);
    bound(byName, MESSAGES_MAX);
  };

  return {
    named,
    seatsOf: ({ seats }: Message): readonly string[] => [
      ...new Set([...seats.values()].sort((a, b) => a.seat - b.seat).map(({ transferKey }) => transferKey)),
    ],
    /** The deposits that stand under a key: one, but for the moment of a reorg. */
    depositsOf: (transferKey: string): readonly ChainEvent[] => [...(deposits.get(transferKey)?.values() ?? [])],

    deposit: (event: ChainEvent): Iterable<Message> => {
      const { transferKey, eventId, removed } = event;
      const known = deposits.get(transferKey) ?? new Map<string, ChainEvent>();
      if (removed) known.delete(eventId);
      else known.set(eventId, event);
      if (known.size === 0) deposits.delete(transferKey);
      else deposits.set(transferKey, known);
      bound(deposits, DEPOSITS_MAX);
      return ofTransfer.get(transferKey) ?? [];
    },
    sent: (of: Pick<Message, 'name' | 'bridge'>, { transferKey, eventId, removed, fields }: ChainEvent): Message => {
      const message = named(of);
      if (removed) message.seats.delete(eventId);
      else message.seats.set(eventId, { transferKey, seat: Number(fields.seat ?? 0) });
      remember(message);
      if (!removed) {
        ofTransfer.set(transferKey, (ofTransfer.get(transferKey) ?? new Set()).add(message));
        bound(ofTransfer, DEPOSITS_MAX);
      }
      return message;
    },
    fill: (of: Pick<Message, 'name' | 'bridge'>, event: ChainEvent, log: string): Message => {
      const message = named(of);
      const told = message.fills.get(log) ?? new Map<string, ChainEvent>();
      if (event.removed) told.delete(event.eventId);
      else told.set(event.eventId, event);
      if (told.size === 0) message.fills.delete(log);
      else message.fills.set(log, told);
      remember(message);
      return message;
    },
  };
};
