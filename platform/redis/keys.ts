/**
 * Every key and channel of the Redis views. Spelled here and nowhere else.
 * `prefix` (ROUTEBOOK_PREFIX, else `rb`) isolates worlds that share a server.
 */
export const createKeys = (prefix: string) => ({
  /** Hash `{v: version, body: JSON bytes}` of one book. */
  book: (key: string) => `${prefix}:book:${key}`,
  /** Channel on which a book's new bytes are announced; the payload is the body. */
  bookChannel: (key: string) => `${prefix}:book-changed:${key}`,
  /** Channel on which the ranker names, before a book, the trace that it belongs to; the payload is JSON `{key, version, traceparent}`. */
  bookTraceChannel: () => `${prefix}:book-traces`,
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
  /** Hash: bridge id → epoch ms until which its vendor wants to be left alone. */
  vendorPauses: () => `${prefix}:vendor-pauses`,
  /** Hash: bridge id → JSON list of `[slice of time, questions]`: what counts against its vendor's quota. */
  quotas: () => `${prefix}:quotas`,
  /** Hash: bridge id → JSON of its health as GET /bridges serves it, `observedAtMs` beside it. */
  bridgeHealth: () => `${prefix}:bridge-health`,
  /** Channel on which a change of a bridge's breaker is announced; the payload is the bridge's id. */
  bridgeHealthChannel: () => `${prefix}:bridge-health-changed`,
  /** Hash: `service#instance` → JSON `{ready, missing, atMs}`, renewed every 2 s; older than 8 s counts as gone. GET /health/ready reads it. */
  services: () => `${prefix}:services`,
  /** Hash of one transfer: `v` version, `body` JSON bytes; `t`, `a`, `d`: what it was last listed by, and when it is due; `f`: what it has
   * added to the figures. */
  transfer: (transferKey: string) => `${prefix}:transfer:${transferKey}`,
  /** Hash: event id → the latest observation of it, `observedAtMs` and `+` or `-` before the message's bytes; `#` → version of the set;
   * `$` → what was promised for its deposit. */
  transferEvents: (transferKey: string) => `${prefix}:transfer-events:${transferKey}`,
  /** Set: keys of the transfers with this transaction on either side; the hash in lower case. */
  transfersByTransaction: (hash: string) => `${prefix}:transfers-tx:${hash}`,
  /** Sorted set: member = transfer key, score = epoch ms of its start; the address in lower case. `*` is everybody. */
  transfersByAddress: (address: string) => `${prefix}:transfers-of:${address}`,
  /** Sorted set: member = transfer key, score = epoch ms at which time alone changes it. */
  transfersDue: () => `${prefix}:transfers-due`,
  /** Sorted set: member = key of a transfer that is stuck, score = epoch ms of its start. */
  transfersStuck: () => `${prefix}:transfers-stuck`,
  /** Hash: partition of `chain-events` → the offset up to which these views hold it. */
  transferPositions: () => `${prefix}:transfer-positions`,
  /** Hash: `bridge|corridor|measure` → count, of the transfers that were filled in one span of time; `#` → when it changed last, ever rising. */
  figureBucket: (kind: string, index: number) => `${prefix}:figures:${kind}:${index}`,
  /** String: when some bucket changed last, ever rising. */
  figureChanges: () => `${prefix}:figures-changed`,
  /** Hash: `bridge|corridor` → JSON of its figures; the corridor `*` is all of the bridge's. `#` → a mark of its last writer. */
  figures: () => `${prefix}:figures`,
  /** String: there when what was promised for the transfers of the topic is noted with them. */
  promisesKnown: () => `${prefix}:promises-known`,
  /** Channel on which a transfer's new bytes are announced; the payload is the body. */
  transferChannel: () => `${prefix}:transfer-changed`,
  /** Sorted set: member = transaction hash in lower case that somebody asked for and no view knows, score = epoch ms at which the wish lapses. */
  wantedTransactions: () => `${prefix}:wanted-transactions`,
  /** Channel that wakes the watchers: the payload is the hash somebody has just asked for. */
  wantedTransactionsChannel: () => `${prefix}:wanted-transactions-new`,
  /** Hash: `rule:subject` → JSON of the incident that is under way. */
  incidents: () => `${prefix}:incidents`,
  /** String: the instance of the alerts service that tells people; lapses by itself when it dies. */
  alertsLease: () => `${prefix}:alerts-lease`,
  /** Hash: chain slug → JSON of where its watcher stands. */
  chainCursors: () => `${prefix}:chain-cursors`,
  /** String: the key of the book that a route is in; gone an hour after anybody was shown the route. */
  route: (routeId: string) => `${prefix}:route:${routeId}`,
  /** String: the answer given under an Idempotency-Key, kept while it is valid. */
  keptAnswer: (key: string) => `${prefix}:answer:${key}`,
  /** Sorted set: member = JSON of what was promised with a transaction that was handed out, score = epoch ms at which it was. */
  issuedQuotes: (deposit: string) => `${prefix}:issued:${deposit}`,
  /** Sorted set: member = what finds a list of promises, score = epoch ms of the last one. */
  issuedDeposits: () => `${prefix}:issued-deposits`,
  /** Promises whose deposit is a plain transfer to an address: sorted set, by when they were handed out. */
  issuedToAddresses: () => `${prefix}:issued-to-addresses`,
});

export type Keys = ReturnType<typeof createKeys>;
