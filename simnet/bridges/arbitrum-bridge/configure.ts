import { type Address, encodeFunctionData, parseUnits } from 'viem';
import { BRIDGE, INBOX, L1_CHAIN_ID, L1_ROUTER, OUTBOX } from '#bridges/arbitrum-bridge/contracts.ts';
import { assetById } from '#core/domain/asset.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { grantCalls } from '../../deploy/tokens.ts';
import { ownerAbi } from './abi.ts';
import { carriedToken } from './deploy.ts';

/** What others have deposited before, and so what can be withdrawn: ether with the bridge, DAI with its gateway. In whole coins. */
const DEPOSITED = '100000';
const DEPOSITED_DAI = '50000000';

/** More than any message of the owner's costs to keep and to carry out. */
const MAX_SUBMISSION_COST = 10n ** 17n;
const MAX_GAS = 1_000_000n;
const GAS_PRICE_BID = 10n ** 11n;
const VALUE = MAX_SUBMISSION_COST + MAX_GAS * GAS_PRICE_BID;

/**
 * Tells the bridge whom to believe, and both sides which token goes by which gateway: Arbitrum learns it as it does on the mainnets, by messages,
 * which the sequencer carries first of all.
 */
export const configureArbitrum = async (link: ChainLink): Promise<void> => {
  if (link.chain.chainId !== L1_CHAIN_ID) return;
  const weth = carriedToken('WETH');
  const dai = carriedToken('DAI');
  const l1Dai = assetById('ethereum:DAI');
  if (l1Dai === undefined) throw new Error('the registry lists no DAI');
  await link.rpc.call('anvil_setBalance', [BRIDGE, `0x${parseUnits(DEPOSITED, 18).toString(16)}`]);
  const message = [MAX_GAS, GAS_PRICE_BID, MAX_SUBMISSION_COST] as const;
  const addresses = (...all: readonly string[]) => all as readonly Address[];
  await link.send([
    { to: BRIDGE, data: encodeFunctionData({ abi: ownerAbi, functionName: 'setDelayedInbox', args: [INBOX, true] }) },
    { to: BRIDGE, data: encodeFunctionData({ abi: ownerAbi, functionName: 'setOutbox', args: [OUTBOX, true] }) },
    {
      to: dai.l1Gateway as Address,
      data: encodeFunctionData({
        abi: ownerAbi,
        functionName: 'forceRegisterTokenToL2',
        args: [addresses(dai.l1Token), addresses(dai.l2Token), ...message],
      }),
      value: VALUE,
    },
    {
      to: L1_ROUTER,
      data: encodeFunctionData({
        abi: ownerAbi,
        functionName: 'setGateways',
        args: [addresses(weth.l1Token, dai.l1Token), addresses(weth.l1Gateway, dai.l1Gateway), ...message],
      }),
      value: VALUE,
    },
    ...grantCalls(l1Dai, dai.l1Gateway as Address, parseUnits(DEPOSITED_DAI, l1Dai.decimals)),
  ]);
};
