import { parseAbi } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { assetById } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import { factOf, type ReliedContract } from '../_kit/relied-contract.ts';
import { messageTransmitter } from './cctp-v1.ts';
import { assetOf, HOP_TOKENS, type HopPool, hopCctp, L1_CHAIN_ID } from './contracts.ts';

const SOURCE = '@hop-protocol/core 0.0.1-beta.236, dist/addresses/mainnet.js';
const CIRCLE = `${SOURCE}; developers.circle.com, CCTP V1, EVM contracts`;

/** What a wrapper is joined to, for ever. Signatures: hop-protocol/contracts, branch v1 at 5d1140f0, L2_AmmWrapper. */
const wrapperAbi = parseAbi([
  'function bridge() view returns (address)',
  'function exchangeAddress() view returns (address)',
  'function l2CanonicalToken() view returns (address)',
]);

/** A pool holds the wrapped coin where people are given the coin. */
const pooledToken = (name: string, chainId: number): string => {
  const asset = assetOf(name, chainId);
  const wrapped = asset?.address === NATIVE_ADDRESS ? assetById(`${chainById(chainId)?.slug}:WETH`) : asset;
  return wrapped?.address ?? '';
};

const ofPool = (name: string, chainId: number, { bridge, wrapper, swap }: HopPool): readonly ReliedContract[] => [
  { name: `L2_Bridge ${name}`, address: bridge, source: SOURCE },
  {
    name: `L2_AmmWrapper ${name}`,
    address: wrapper,
    source: SOURCE,
    facts: [
      factOf(wrapperAbi, 'bridge', bridge),
      factOf(wrapperAbi, 'exchangeAddress', swap),
      factOf(wrapperAbi, 'l2CanonicalToken', pooledToken(name, chainId)),
    ],
  },
  { name: `Swap ${name}`, address: swap, source: SOURCE },
];

/** The bridge of each token, with its pool and wrapper on a layer-2, and what USDC goes through. */
export const reliedContracts = (chainId: number): readonly ReliedContract[] => {
  const tokens = HOP_TOKENS.flatMap(({ name, l1Bridge, pools }): readonly ReliedContract[] => {
    if (chainId === L1_CHAIN_ID) return [{ name: `L1_Bridge ${name}`, address: l1Bridge, source: SOURCE }];
    const pool = pools[chainId];
    return pool === undefined ? [] : ofPool(name, chainId, pool);
  });
  const cctp = hopCctp(chainId);
  const transmitter = messageTransmitter(chainId);
  return [
    ...tokens,
    ...(cctp === undefined ? [] : [{ name: 'HopCCTP', address: cctp, source: SOURCE }]),
    ...(transmitter === undefined ? [] : [{ name: 'MessageTransmitter (CCTP V1)', address: transmitter, source: CIRCLE }]),
  ];
};
