/** What can be set by hand, so that an upstream changes on purpose. */
export const DIALS = {
  'across.feeBps': {
    of: 'across corridor',
    most: 9_000,
    says: 'what LPs and relayer take together, in bps of the amount; destination gas comes on top',
  },
  'across.limit': { of: 'across corridor', most: 1e12, says: 'the most that can be deposited, in whole tokens' },
  'across.fillSeconds': { of: 'across corridor', most: 86_400, says: 'the fill time that is promised' },
  'stargate.feeBps': { of: 'stargate corridor', most: 100_000, says: 'the fee of the pool, set on its fee library, in bps of the amount' },
  'price.usd': { of: 'coin', most: 1e9, says: 'the price of a coin, in USD' },
  'tvl.usd': { of: 'bridge', most: 1e12, says: 'the USD locked in a bridge' },
  'gas.gwei': { of: 'chain', most: 5_000, says: 'the base fee of a chain' },
} as const;

export type DialName = keyof typeof DIALS;
