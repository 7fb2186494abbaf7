import { stargatePool } from '#bridges/stargate/contracts.ts';
import { ASSETS } from '#core/domain/asset.ts';
import { CHAINS } from '#core/domain/chain.ts';
import { corridorById } from '#core/domain/corridor.ts';
import { TVL_BRIDGES } from './tvl.ts';

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

export const isDialName = (name: string): name is DialName => Object.hasOwn(DIALS, name);

/** Where a bridge carries ether as WETH, both names mean one corridor. */
export const etherAsWeth = (corridor: string): string => corridor.replaceAll(/:ETH(?=>|$)/g, ':WETH');

/** The target as the dial knows it, or why it is none. */
export const dialTarget = (name: DialName, target: string): { ok: true; target: string } | { ok: false; why: string } => {
  const wrong = (why: string) => ({ ok: false, why }) as const;
  switch (DIALS[name].of) {
    case 'across corridor': {
      const corridor = corridorById(target);
      return corridor === undefined ? wrong(`no corridor "${target}"`) : { ok: true, target: etherAsWeth(corridor.id) };
    }
    case 'stargate corridor': {
      const corridor = corridorById(target);
      const pools = corridor && [corridor.from, corridor.to].map(({ chainId, symbol }) => stargatePool(chainId, symbol));
      const joined = pools?.[0] !== undefined && pools[0].symbol === pools[1]?.symbol && pools[0].chainId !== pools[1].chainId;
      return joined ? { ok: true, target } : wrong(`no Stargate pools join "${target}"`);
    }
    case 'coin': {
      const asset = ASSETS.find(({ priceId, symbol }) => priceId === target || symbol === target.toUpperCase());
      return asset === undefined ? wrong(`no coin "${target}"; give a symbol or a price id`) : { ok: true, target: asset.priceId };
    }
    case 'bridge':
      return TVL_BRIDGES.includes(target) ? { ok: true, target } : wrong(`no bridge "${target}"; bridges: ${TVL_BRIDGES.join(', ')}`);
    case 'chain': {
      const chain = CHAINS.find(({ slug, chainId }) => slug === target || String(chainId) === target);
      return chain === undefined ? wrong(`no chain "${target}"`) : { ok: true, target: chain.slug };
    }
  }
};
