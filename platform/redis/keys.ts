/**
 * Every key and channel of the Redis views. Spelled here and nowhere else.
 * `prefix` (ROUTEBOOK_PREFIX, else `rb`) isolates worlds that share a server.
 */
export const createKeys = (prefix: string) => ({
  /** Hash `{v: version, body: JSON bytes}` of one book. */
  book: (key: string) => `${prefix}:book:${key}`,
  /** Channel on which a book's new bytes are announced; the payload is the body. */
  bookChannel: (key: string) => `${prefix}:book-changed:${key}`,
  /** String, one a ranker: kept by it; gone after a flush, which makes that ranker write all its books again. */
  rankingMarker: (instance: string) => `${prefix}:ranking:${instance}`,
  /** Sorted set: member `corridor@amountIn`, score = epoch ms at which the demand lapses unless renewed. */
  demand: () => `${prefix}:demand`,
  /** Channel that wakes the planner: the payload is the book key somebody has just begun to look at. */
  demandChannel: () => `${prefix}:demand-new`,
  /** String, JSON: the base corridors with the amounts of their rungs, as the planner samples them. */
  corridors: () => `${prefix}:corridors`,
  /** Hash: price id → JSON `{usd, observedAtMs}`. */
  prices: () => `${prefix}:prices`,
  /** Channel on which a price change is announced; the payload is JSON `{priceId, usd, observedAtMs}`. */
  priceChannel: () => `${prefix}:price-changed`,
  /** Channel of raw quote events, JSON as the feed's `quotes` channel sends them; one channel a book. */
  quoteChannel: (key: string) => `${prefix}:quote:${key}`,
  /** Sorted set: member = book key whose raw quotes somebody watches, score = epoch ms at which the watch lapses unless renewed. */
  quoteWatch: () => `${prefix}:quote-watch`,
  /** Hash: bridge id → JSON of its manifest, budget and last answers, as GET /bridges serves it. */
  bridges: () => `${prefix}:bridges`,
  /** Hash: bridge id → JSON of its health as GET /bridges serves it, `observedAtMs` beside it. */
  bridgeHealth: () => `${prefix}:bridge-health`,
  /** Channel on which a change of a bridge's breaker is announced; the payload is the bridge's id. */
  bridgeHealthChannel: () => `${prefix}:bridge-health-changed`,
  /** Hash: service name → JSON `{ready, missing, atMs}`, renewed every 2 s; older than 8 s counts as gone. GET /health/ready reads it. */
  services: () => `${prefix}:services`,
  /** Hash `{v: version, body: JSON bytes}` of one transfer. */
  transfer: (transferKey: string) => `${prefix}:transfer:${transferKey}`,
  /** Hash: event id → the latest observation of it, `observedAtMs` and `+` or `-` before the message's bytes; `#` → version of the set. */
  transferEvents: (transferKey: string) => `${prefix}:transfer-events:${transferKey}`,
  /** Set: keys of the transfers with this transaction on either side; the hash in lower case. */
  transfersByTransaction: (hash: string) => `${prefix}:transfers-tx:${hash}`,
  /** Sorted set: member = transfer key, score = epoch ms of its start; the address in lower case. `*` is everybody. */
  transfersByAddress: (address: string) => `${prefix}:transfers-of:${address}`,
  /** Sorted set: member = transfer key, score = epoch ms at which time alone changes it. */
  transfersDue: () => `${prefix}:transfers-due`,
  /** Hash: partition of `chain-events` → the offset up to which these views hold it. */
  transferPositions: () => `${prefix}:transfer-positions`,
  /** Channel on which a transfer's new bytes are announced; the payload is the body. */
  transferChannel: () => `${prefix}:transfer-changed`,
  /** Sorted set: member = transaction hash in lower case that somebody asked for and no view knows, score = epoch ms at which the wish lapses. */
  wantedTransactions: () => `${prefix}:wanted-transactions`,
  /** Channel that wakes the watchers: the payload is the hash somebody has just asked for. */
  wantedTransactionsChannel: () => `${prefix}:wanted-transactions-new`,
  /** Hash: chain slug → JSON of where its watcher stands. */
  chainCursors: () => `${prefix}:chain-cursors`,
});

export type Keys = ReturnType<typeof createKeys>;
