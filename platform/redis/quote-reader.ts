import type { QuoteJson } from '#schemas/api/quote.ts';
import type { ChannelSubscriber } from './channel-subscriber.ts';
import type { Keys } from './keys.ts';

/** Raw answers and failures of a book's bridges, as they come. Nothing is stored; a watcher hears what is said from now on. */
export interface QuoteReader {
  watch(key: string, listener: (quote: QuoteJson) => void): Promise<void>;
  unwatch(key: string): void;
}

export const createQuoteReader = (deps: { subscriber: ChannelSubscriber; keys: Keys }): QuoteReader => ({
  watch: (key, listener) =>
    deps.subscriber.subscribe(deps.keys.quoteChannel(key), (payload) => listener(JSON.parse(payload.toString()) as QuoteJson)),
  unwatch: (key) => deps.subscriber.unsubscribe(deps.keys.quoteChannel(key)),
});
