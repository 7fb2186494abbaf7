import { BOOK_SCHEMA } from './generated/book.ts';
import { BRIDGE_STATUS_SCHEMA } from './generated/bridge-status.ts';
import { CHAIN_EVENT_SCHEMA } from './generated/chain-event.ts';
import { FILL_TIMES_SCHEMA } from './generated/fill-times.ts';
import { HEALTH_CHECKPOINT_SCHEMA } from './generated/health-checkpoint.ts';
import { MARKET_EVENT_SCHEMA } from './generated/market-event.ts';
import { NOTIFICATION_SCHEMA } from './generated/notification.ts';
import { QUOTE_EVENT_SCHEMA } from './generated/quote-event.ts';
import { SIGNAL_SCHEMA } from './generated/signal.ts';
import { SWAP_QUOTE_EVENT_SCHEMA } from './generated/swap-quote-event.ts';
import { TRANSFER_SCHEMA } from './generated/transfer.ts';
import { USAGE_SCHEMA } from './generated/usage.ts';
import type { TOPICS } from './topics.ts';

type SchemaName = (typeof TOPICS)[keyof typeof TOPICS]['schema'];

/** Every topic's Avro schema, by the name that `TOPICS` gives it. */
export const SCHEMAS: Readonly<Record<SchemaName, object>> = {
  book: BOOK_SCHEMA,
  'bridge-status': BRIDGE_STATUS_SCHEMA,
  'chain-event': CHAIN_EVENT_SCHEMA,
  'fill-times': FILL_TIMES_SCHEMA,
  'health-checkpoint': HEALTH_CHECKPOINT_SCHEMA,
  'market-event': MARKET_EVENT_SCHEMA,
  notification: NOTIFICATION_SCHEMA,
  'quote-event': QUOTE_EVENT_SCHEMA,
  signal: SIGNAL_SCHEMA,
  'swap-quote-event': SWAP_QUOTE_EVENT_SCHEMA,
  transfer: TRANSFER_SCHEMA,
  usage: USAGE_SCHEMA,
};
