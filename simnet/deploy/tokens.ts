import { type Address, encodeFunctionData, parseEther, parseUnits } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { ASSETS, type Asset } from '#core/domain/asset.ts';
import type { ContractCode } from '../artifacts/contract-code.ts';
import type { ChainLink, OwnerCall } from '../chains/chain-link.ts';
import { tokenAbi } from './abi.ts';
import { OWNER, USERS } from './accounts.ts';
import { wrappedCoin } from './addresses.ts';
import type { Construction } from './construct.ts';

const TOKEN_NAMES: Readonly<Record<string, string>> = {
  USDC: 'USD Coin',
  USDT: 'Tether USD',
  WETH: 'Wrapped Ether',
  DAI: 'Dai Stablecoin',
};

/** What each of the accounts 5 to 9 holds of every token. */
const USER_STABLES = '1000000';
const USER_ETHER = '100';

export const tokensOf = (chainId: number): readonly Asset[] =>
  ASSETS.filter((asset) => asset.chainId === chainId && asset.address !== NATIVE_ADDRESS);

/** Whether an asset is the ERC-20 of its chain's own coin, and so got by wrapping and not by minting. */
const isWrappedCoin = (asset: Asset): boolean => asset.address === wrappedCoin(asset.chainId);

/** The registry's tokens, and the wrapped coin where the registry has none. */
export const tokenConstructions = (chainId: number, code: ContractCode): readonly Construction[] => [
  { at: wrappedCoin(chainId), creationCode: code.WETH9 },
  ...tokensOf(chainId)
    .filter((asset) => !isWrappedCoin(asset))
    .map(({ address, symbol, decimals }) => ({
      at: address as Address,
      creationCode: code.MintableERC20,
      parameters: 'string, string, uint8',
      values: [TOKEN_NAMES[symbol] ?? symbol, symbol, decimals],
    })),
];

/** Calls after which `to` holds `amount` of the asset, whatever kind of token it is. */
export const grantCalls = (asset: Asset, to: Address, amount: bigint): readonly OwnerCall[] => {
  const token = asset.address as Address;
  if (!isWrappedCoin(asset)) {
    return [{ to: token, data: encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [to, amount] }) }];
  }
  const wrap = { to: token, data: encodeFunctionData({ abi: tokenAbi, functionName: 'deposit' }), value: amount };
  return to === OWNER
    ? [wrap]
    : [wrap, { to: token, data: encodeFunctionData({ abi: tokenAbi, functionName: 'transfer', args: [to, amount] }) }];
};

/** Gives the users their tokens; native coin they hold from the start. */
export const fundUsers = async (link: ChainLink): Promise<void> => {
  const calls = tokensOf(link.chain.chainId).flatMap((asset) =>
    USERS.flatMap((user) =>
      grantCalls(asset, user, asset.symbol === 'WETH' ? parseEther(USER_ETHER) : parseUnits(USER_STABLES, asset.decimals)),
    ),
  );
  await link.send(calls);
};
