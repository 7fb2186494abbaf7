import { type Address, encodeFunctionData, parseUnits } from 'viem';
import { bridgeAbi } from '#bridges/_opstack/abi.ts';
import { MIN_GAS_LIMIT } from '#bridges/_opstack/deposit-gas.ts';
import { L1_CHAIN_ID, type OpStackChain } from '#bridges/_opstack/op-stack-chain.ts';
import { assetById } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { tokenAbi } from '../../deploy/abi.ts';
import { OWNER } from '../../deploy/accounts.ts';
import { grantCalls } from '../../deploy/tokens.ts';

/** In whole tokens: what others have deposited before, and so what can be withdrawn. */
const DEPOSITED_TOKENS = '50000000';
const DEPOSITED_ETHER = parseUnits('100000', 18);

/** Ethereum's side holds what the chain's people brought there: ether in the portal, tokens in the bridge. */
export const configureOpStack =
  (chain: OpStackChain) =>
  async (link: ChainLink): Promise<void> => {
    if (link.chain.chainId !== L1_CHAIN_ID) return;
    const bridge = chain.l1.standardBridge as Address;
    await link.rpc.call('anvil_setBalance', [chain.l1.portal, `0x${DEPOSITED_ETHER.toString(16)}`]);
    const calls = chain.tokens.flatMap((symbol) => {
      const l1 = assetById(`${chainById(L1_CHAIN_ID)?.slug}:${symbol}`);
      const l2 = assetById(`${chainById(chain.chainId)?.slug}:${symbol}`);
      if (l1 === undefined || l2 === undefined) return [];
      const amount = parseUnits(DEPOSITED_TOKENS, l1.decimals);
      const [local, remote] = [l1.address as Address, l2.address as Address];
      return [
        ...grantCalls(l1, OWNER, amount),
        { to: local, data: encodeFunctionData({ abi: tokenAbi, functionName: 'approve', args: [bridge, amount] }) },
        {
          to: bridge,
          data: encodeFunctionData({
            abi: bridgeAbi,
            functionName: 'bridgeERC20To',
            args: [local, remote, OWNER, amount, MIN_GAS_LIMIT, '0x'],
          }),
        },
      ];
    });
    await link.send(calls);
  };
