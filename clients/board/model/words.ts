/** Why a bridge is out, in words a reader needs no manual for. */
const REASONS: Readonly<Record<string, string>> = {
  UNSUPPORTED_ROUTE: 'does not serve this corridor',
  AMOUNT_TOO_LOW: 'wants a larger amount',
  AMOUNT_TOO_HIGH: 'takes less than this at once',
  INSUFFICIENT_LIQUIDITY: 'has too little liquidity for this amount',
  PAUSED: 'is paused',
  IMPLAUSIBLE_ANSWER: 'gave an answer that cannot be right',
  MALFORMED_ANSWER: 'gave an answer that could not be read',
  RATE_LIMITED: 'asks us to wait before the next question',
  UPSTREAM_TIMEOUT: 'did not answer in time',
  UPSTREAM_ERROR: 'answered with an error',
  LIMIT: 'takes less than this at once',
  EXPIRED: 'last quote ran out, no newer one came',
  BREAKER_OPEN: 'is held back after failing too often',
  PRICE_UNKNOWN: 'cannot be compared: a price is missing',
};

export const reasonInWords = (reason: string): string => REASONS[reason] ?? reason.toLowerCase().replaceAll('_', ' ');

const FEES: Readonly<Record<string, string>> = {
  lp: 'Liquidity providers',
  'relayer-capital': 'Relayer capital',
  'relayer-gas': 'Relayer gas',
  protocol: 'Protocol',
  swap: 'Swap',
  bonder: 'Bonder',
  solver: 'Solver',
  finality: 'Speed before finality',
  forwarding: 'Claimed for you',
  reserve: 'Held back for moving prices',
  integrator: 'Aggregator',
  dust: 'Left with the sender',
  gas: 'Origin gas',
  slippage: 'Expected slippage',
  time: 'Price of the time',
  rebate: 'Paid back',
  'price-difference': 'Price difference',
  message: 'Message carriage',
  fixed: 'Fixed fee',
  claim: 'Gas of the claim',
};

export const feeInWords = (kind: string): string => FEES[kind] ?? kind;

const TAGS: Readonly<Record<string, string>> = { 'most-out': 'most out', 'far-slower': 'far slower' };

export const tagInWords = (tag: string): string => TAGS[tag] ?? tag;

export const PARTS = ['cost', 'speed', 'reliability', 'liquidity'] as const;
export type Part = (typeof PARTS)[number];

export const PART_NAMES: Readonly<Record<Part, string>> = {
  cost: 'Cost',
  speed: 'Speed',
  reliability: 'Reliability',
  liquidity: 'Liquidity',
};
