import { stargatePool } from '#bridges/_stargate/contracts.ts';
import { ASSETS } from '#core/domain/asset.ts';
import { CHAINS } from '#core/domain/chain.ts';
import { corridorById } from '#core/domain/corridor.ts';
import { DIALS, type DialName } from './dial-list.ts';
import { TVL_BRIDGES } from './tvl.ts';

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
