import { type Address, getAddress, keccak256, parseUnits, stringToHex, toHex, zeroAddress } from 'viem';
import { domainOf, messageTransmitter } from '#bridges/hop/cctp-v1.ts';
import { assetOf, CCTP_TOKEN, HOP_TOKENS, type HopToken, hopCctp, L1_CHAIN_ID } from '#bridges/hop/contracts.ts';
import { manifest } from '#bridges/hop/manifest.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type Asset, assetById } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import type { StandIns } from '../../artifacts/stand-ins.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import type { Construction } from '../../deploy/construct.ts';
import { grantCalls } from '../../deploy/tokens.ts';

const address = (name: string): Address => getAddress(`0x${keccak256(stringToHex(`routebook simnet: ${name}`)).slice(-40)}`);

/** Bonds, brings messages and attests. No account of the mnemonic, so that nobody else's transactions stand in its way. */
export const BONDER: Address = address('hop bonder');
export const MESSENGER: Address = address('hop messenger');

/** Has no address of its own in what we know of the mainnets. */
export const hTokenOf = (token: string, chainId: number): Address => address(`h${token} on ${chainId}`);

/** The ERC-20 that a pool holds: the wrapped coin for ether. */
const pooledToken = (token: string, chainId: number): Asset | undefined => {
  const asset = assetOf(token, chainId);
  return asset?.address === NATIVE_ADDRESS ? assetById(`${chainById(chainId)?.slug}:WETH`) : asset;
};

/** Of each side of a pool, in whole tokens: some millions a stable token, some hundreds of ether, as Hop's larger pools have had. */
const POOL: Readonly<Record<string, string>> = { ETH: '900', USDT: '800000', DAI: '700000' };
/** What the bonder may pay out on a chain, in whole tokens. */
const CREDIT: Readonly<Record<string, string>> = { ETH: '50000', USDT: '100000000', DAI: '100000000' };
const L1_LIQUIDITY = CREDIT;
const COINS = toHex(10n ** 24n);
/** A cent, in units of USDC. */
const MIN_CCTP_FEE = 10_000n;

const units = (token: string, chainId: number, whole: Readonly<Record<string, string>>): bigint =>
  parseUnits(whole[token] ?? '0', assetOf(token, chainId)?.decimals ?? 18);

const otherChains = ({ pools }: HopToken, chainId: number): readonly bigint[] =>
  [L1_CHAIN_ID, ...Object.keys(pools).map(Number)].filter((one) => one !== chainId).map(BigInt);

const onL1 = (token: HopToken, code: StandIns): readonly Construction[] => {
  const asset = assetOf(token.name, L1_CHAIN_ID);
  return [
    {
      at: token.l1Bridge as Address,
      creationCode: code('HopL1BridgeStandIn'),
      parameters: 'address, address, uint256, uint256[]',
      values: [asset?.address ?? zeroAddress, BONDER, units(token.name, L1_CHAIN_ID, CREDIT), otherChains(token, L1_CHAIN_ID)],
    },
  ];
};

const onL2 = (token: HopToken, chainId: number, code: StandIns): readonly Construction[] => {
  const pool = token.pools[chainId];
  const pooled = pooledToken(token.name, chainId);
  if (pool === undefined || pooled === undefined) return [];
  const hToken = hTokenOf(token.name, chainId);
  const isCoin = assetOf(token.name, chainId)?.address === NATIVE_ADDRESS;
  return [
    {
      at: hToken,
      creationCode: code('HopTokenStandIn'),
      parameters: 'string, uint8, address, address, uint256',
      values: [`h${token.name}`, pooled.decimals, pool.bridge, pool.swap, units(token.name, chainId, POOL)],
    },
    { at: pool.swap as Address, creationCode: code('HopSwapStandIn'), parameters: 'address, address', values: [pooled.address, hToken] },
    {
      at: pool.bridge as Address,
      creationCode: code('HopL2BridgeStandIn'),
      parameters: 'address, address, address, address, uint256, uint256[]',
      values: [hToken, pool.wrapper, MESSENGER, BONDER, units(token.name, chainId, CREDIT), otherChains(token, chainId)],
    },
    {
      at: pool.wrapper as Address,
      creationCode: code('HopAmmWrapperStandIn'),
      parameters: 'address, address, bool, address, address',
      values: [pool.bridge, pooled.address, isCoin, hToken, pool.swap],
    },
  ];
};

const throughCircle = (chainId: number, code: StandIns): readonly Construction[] => {
  const usdc = assetOf(CCTP_TOKEN, chainId)?.address;
  const others = manifest.chains.filter((one) => one !== chainId && domainOf(one) !== undefined).map(BigInt);
  return [
    {
      at: hopCctp(chainId) as Address,
      creationCode: code('HopCctpStandIn'),
      parameters: 'address, address, uint256, uint256[]',
      values: [usdc, BONDER, MIN_CCTP_FEE, others],
    },
    {
      at: messageTransmitter(chainId) as Address,
      creationCode: code('CctpV1TransmitterStandIn'),
      parameters: 'address, address',
      values: [usdc, BONDER],
    },
  ];
};

/** Hop's stand-ins on a chain, at the mainnets' addresses. */
export const hopConstructions = (chainId: number, code: StandIns): readonly (readonly Construction[])[] => {
  if (!manifest.chains.includes(chainId)) return [];
  const pools = HOP_TOKENS.flatMap((token) => (chainId === L1_CHAIN_ID ? onL1(token, code) : onL2(token, chainId, code)));
  const messenger: Construction = { at: MESSENGER, creationCode: code('HopMessengerStandIn'), parameters: 'address', values: [BONDER] };
  return [[...pools, ...throughCircle(chainId, code), ...(chainId === L1_CHAIN_ID ? [] : [messenger])]];
};

/** Fills the pools, and on Ethereum the bridges that withdrawals are paid from. */
export const configureHop = async (link: ChainLink): Promise<void> => {
  const { chainId } = link.chain;
  if (!manifest.chains.includes(chainId)) return;
  for (const { name, l1Bridge, pools } of HOP_TOKENS) {
    if (chainId === L1_CHAIN_ID) {
      const asset = assetOf(name, chainId);
      if (asset?.address === NATIVE_ADDRESS) await link.rpc.call('anvil_setBalance', [l1Bridge, COINS]);
      else if (asset !== undefined) await link.send(grantCalls(asset, l1Bridge as Address, units(name, chainId, L1_LIQUIDITY)));
      continue;
    }
    const pooled = pooledToken(name, chainId);
    const pool = pools[chainId];
    if (pooled !== undefined && pool !== undefined) await link.send(grantCalls(pooled, pool.swap as Address, units(name, chainId, POOL)));
  }
};

/** Gives the bonder coins for its gas; credit it has by its contracts. */
export const endowBonder = async (link: ChainLink): Promise<void> => {
  await link.rpc.call('anvil_impersonateAccount', [BONDER]);
  await link.rpc.call('anvil_setBalance', [BONDER, COINS]);
};
