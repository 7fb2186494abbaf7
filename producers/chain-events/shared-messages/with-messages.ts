import type { ChainEvent } from '#core/domain/chain-event.ts';
import type { SharedMessageBook } from './book.ts';

/**
 * What the logs of a block come to, from what each was read as; a fill without a transfer's key names the message that brought it. One log is
 * one transfer's money: of whoever is known to have been in the message, else of who names a transfer by it, else of nobody yet.
 */
export const withMessages = (read: readonly (readonly ChainEvent[])[], messages: SharedMessageBook): readonly ChainEvent[] => {
  const placed = messages.place(read.flat().filter(namesMessage));
  return read.flatMap((told) => {
    const shared = told.find(namesMessage);
    const place = shared && placed.get(shared.eventId);
    if (place === undefined) return told;
    const others = told.filter((event) => !namesMessage(event));
    return place.kind === 'known' || others.length === 0 ? [place.event] : others;
  });
};

const namesMessage = ({ transferKey }: ChainEvent): boolean => transferKey === '';
