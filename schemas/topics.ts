/** A topic of the log: what keys it, how it is kept, and the Avro schema of its values (subject `<name>-value`). */
export interface Topic {
  readonly name: string;
  readonly keyedBy: string;
  readonly partitions: number;
  readonly cleanup: 'delete' | 'compact';
  /** For `delete`: how long a message is kept. */
  readonly retentionMs?: number;
  /** Messages bear the broker's time of arrival, so that a reader can tell when a producer's clock is wrong. */
  readonly stampedByBroker?: true;
  /** File name under `schemas/avro/`, without its ending. */
  readonly schema: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Every topic of the program. Names are spelled here and nowhere else. */
export const TOPICS = {
  quotes: {
    name: 'quotes',
    keyedBy: 'corridor',
    partitions: 6,
    cleanup: 'delete',
    retentionMs: DAY_MS,
    stampedByBroker: true,
    schema: 'quote-event',
  },
  swapQuotes: {
    name: 'swap-quotes',
    keyedBy: 'chain + pair',
    partitions: 6,
    cleanup: 'delete',
    retentionMs: DAY_MS,
    schema: 'swap-quote-event',
  },
  market: { name: 'market', keyedBy: 'price id or chain', partitions: 1, cleanup: 'compact', schema: 'market-event' },
  chainEvents: {
    name: 'chain-events',
    keyedBy: 'transferKey',
    partitions: 6,
    cleanup: 'delete',
    retentionMs: 7 * DAY_MS,
    schema: 'chain-event',
  },
  signals: {
    name: 'signals',
    keyedBy: 'bridge, or chain',
    partitions: 3,
    cleanup: 'delete',
    retentionMs: 7 * DAY_MS,
    stampedByBroker: true,
    schema: 'signal',
  },
  books: { name: 'books', keyedBy: 'corridor@amountIn', partitions: 6, cleanup: 'compact', schema: 'book' },
  transfers: { name: 'transfers', keyedBy: 'transferKey', partitions: 6, cleanup: 'compact', schema: 'transfer' },
  bridgeStatus: { name: 'bridge-status', keyedBy: 'bridge', partitions: 1, cleanup: 'compact', schema: 'bridge-status' },
  healthCheckpoints: { name: 'health-checkpoints', keyedBy: 'bridge', partitions: 1, cleanup: 'compact', schema: 'health-checkpoint' },
  fillTimes: { name: 'fill-times', keyedBy: 'bridge|corridor', partitions: 1, cleanup: 'compact', schema: 'fill-times' },
  notifications: {
    name: 'notifications',
    keyedBy: 'account',
    partitions: 3,
    cleanup: 'delete',
    retentionMs: 7 * DAY_MS,
    schema: 'notification',
  },
  usage: { name: 'usage', keyedBy: 'account', partitions: 3, cleanup: 'delete', retentionMs: 7 * DAY_MS, schema: 'usage' },
} as const satisfies Record<string, Topic>;

const DEAD_LETTER_RETENTION_MS = 30 * DAY_MS;

/** Where what could not be processed goes. Its values are the raw bytes; headers say why and from where. */
export const deadLetterTopic = (topic: Pick<Topic, 'name' | 'keyedBy' | 'partitions'>) => ({
  name: `${topic.name}.dead-letters`,
  keyedBy: topic.keyedBy,
  partitions: 1,
  cleanup: 'delete' as const,
  retentionMs: DEAD_LETTER_RETENTION_MS,
});
