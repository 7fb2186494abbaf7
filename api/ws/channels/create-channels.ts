import type { QuoteReader } from '#platform/redis/quote-reader.ts';
import type { TransferReader } from '#platform/redis/transfer-reader.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { BookCache } from '../../books/book-cache.ts';
import type { FrameTraces } from '../../books/frame-traces.ts';
import type { Interest } from '../../books/interest.ts';
import type { PriceBoard } from '../../books/price-board.ts';
import type { BridgeBoard } from '../../directory/bridge-board.ts';
import type { HealthWatch } from '../../directory/health-watch.ts';
import type { TransferFinder } from '../../transfers/transfer-finder.ts';
import type { TransferHub } from '../../transfers/transfer-hub.ts';
import type { FeedMetrics } from '../feed-metrics.ts';
import type { Channels } from '../operations.ts';
import type { Output } from '../output.ts';
import { createBridgesChannel } from './bridges-channel.ts';
import { createPricesChannel } from './prices-channel.ts';
import { createQuotesChannel } from './quotes-channel.ts';
import { createRoutesBooks } from './routes-books.ts';
import { createRoutesChannel } from './routes-channel.ts';
import { createSystemChannel } from './system-channel.ts';
import { createTransfersChannel } from './transfers-channel.ts';

/** Every channel of the feed, over the views and the output. */
export const createChannels = (deps: {
  books: BookCache;
  demand: Interest;
  frameTraces: FrameTraces;
  quoteWatch: Interest;
  quotes: QuoteReader;
  transfers: TransferReader;
  transferFinder: TransferFinder;
  transferHub: TransferHub;
  logger: Logger;
  prices: PriceBoard;
  bridges: BridgeBoard;
  health: HealthWatch;
  output: Output;
  metrics: FeedMetrics;
  now: () => number;
  elapsed: () => number;
}): Channels & { close(): void } => {
  const {
    transfers,
    transferFinder,
    transferHub,
    logger,
    books,
    demand,
    quoteWatch,
    quotes,
    prices,
    bridges,
    health,
    output,
    metrics,
    now,
    elapsed,
  } = deps;
  const { priceOf } = prices;
  const channels = {
    routes: createRoutesChannel({
      routesBooks: createRoutesBooks({ books, interest: demand, traces: deps.frameTraces }),
      output,
      metrics,
      priceOf,
      elapsed,
    }),
    quotes: createQuotesChannel({ reader: quotes, demand, quoteWatch, output, priceOf }),
    transfers: createTransfersChannel({ reader: transfers, finder: transferFinder, hub: transferHub, output, logger, now }),
    prices: createPricesChannel({ prices, output }),
    bridges: createBridgesChannel({ bridges, output }),
    system: createSystemChannel({ health, output, now }),
  };
  return {
    ...channels,
    close: () => {
      for (const channel of [channels.routes, channels.prices, channels.bridges, channels.system]) channel.close();
    },
  };
};
