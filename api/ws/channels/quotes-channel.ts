import { err, ok } from '#core/result.ts';
import type { QuoteReader } from '#platform/redis/quote-reader.ts';
import { quotesParams } from '#schemas/api/feed.ts';
import type { QuoteJson } from '#schemas/api/quote.ts';
import type { Interest } from '../../books/interest.ts';
import { canonicalBookKey } from '../../input/book-key.ts';
import { inputIssue } from '../../input/input-issue.ts';
import { type PriceOf, parseQuestion } from '../../input/question.ts';
import type { Output } from '../output.ts';
import type { FeedChannel } from './channel.ts';
import { createStateTopic, type StateTopic } from './state-topic.ts';

interface Watched {
  readonly topic: StateTopic<QuoteJson>;
  readonly ready: Promise<void>;
}

/** Raw answers and failures of a book. First the last word of each bridge, where somebody watched already. */
export const createQuotesChannel = (deps: {
  reader: QuoteReader;
  /** Keeps the bridges being asked. */
  demand: Interest;
  /** Keeps the raw quotes being announced. */
  quoteWatch: Interest;
  output: Output;
  priceOf: PriceOf;
}): FeedChannel => {
  const { reader, demand, quoteWatch, output, priceOf } = deps;
  // Bounded by the subscriptions: an entry ends with its last one.
  const watched = new Map<string, Watched>();

  const watch = (key: string): Watched => {
    const known = watched.get(key);
    if (known !== undefined) return known;
    const looks = [demand.hold(key), quoteWatch.hold(key)];
    const end = () => {
      watched.delete(key);
      reader.unwatch(key);
      for (const lookAway of looks) lookAway();
    };
    const topic = createStateTopic<QuoteJson>({
      channel: 'quotes',
      render: (quotes) => ({ type: 'update', channel: 'quotes', key, quotes: [...quotes] }),
      output,
      onEmpty: end,
    });
    const ready = reader.watch(key, (quote) => topic.publish([[quote.bridge, quote]]));
    ready.catch(end);
    const entry = { topic, ready };
    watched.set(key, entry);
    return entry;
  };

  return {
    parse: (params) => {
      const parsed = quotesParams.safeParse(params);
      if (!parsed.success) return err(inputIssue(parsed.error, params, '/params'));
      const question = parseQuestion(parsed.data, '/params', priceOf);
      if (!question.ok) return question;
      const { corridor, amountIn, key } = question.value;
      return ok({ key, params: { from: corridor.from.id, to: corridor.to.id, amountIn: amountIn.toString() } });
    },
    canonicalKey: canonicalBookKey,
    start: async (options) => {
      const { key } = options.wish;
      const entry = watch(key);
      await entry.ready;
      // Its last watcher may have left while this one waited; then the watch is begun anew.
      const current = watched.get(key) ?? watch(key);
      return current.topic.subscribe(options);
    },
  };
};
