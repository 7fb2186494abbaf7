/** What every fault does, in a sentence. Apart from who can have it, as the command that shows these should not load every bridge. */
export const FAULT_SENTENCES = {
  slow: 'answers come `ms` later (2 000)',
  error: 'answers are errors with `status` (500)',
  'rate-limit': 'answers are 429, with Retry-After when `retryAfterSeconds` is given',
  malformed: 'bodies are spoilt: `kind` truncated (default), html or wrong-types',
  hang: 'requests are taken and never answered',
  'wrong-decimals': 'the output token has other decimals, and the amount follows them',
  'wrong-token': 'the quote is for another output token',
  'ten-times': 'amounts out, or prices, are ten times what they should be',
  drained: 'nothing is left to send, on all corridors or on `corridor`; for Stargate on the real contracts',
  'price-shock': 'the price of `coin` (ETH) moves by `percent` (-20)',
  flood: 'answers are web pages of 10 MB',
  'rpc-down': 'the node of a chain is down; its port refuses connections',
} as const;

export type FaultName = keyof typeof FAULT_SENTENCES;
