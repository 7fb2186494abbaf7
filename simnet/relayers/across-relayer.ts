import { type Address, encodeFunctionData, maxUint256, pad, toHex } from 'viem';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { ChainLink, OwnerCall } from '../chains/chain-link.ts';
import { tokenAbi } from '../deploy/abi.ts';
import { spokePoolOf } from '../deploy/across.ts';
import { grantCalls, tokensOf } from '../deploy/tokens.ts';
import { spokeAbi } from './abi.ts';
import { createRecentDeposits, filledOf, type OpenDeposit } from './across-deposits.ts';
import { type FindJobs, type Job, sendCalls } from './relay-loop.ts';

/** Account 1 of anvil's default mnemonic. */
const ACROSS_RELAYER: Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';

/** In whole tokens: more than all traffic of a day. The relayer's refunds are not simulated, so it is endowed instead. */
const ENDOWMENT = 10n ** 9n;
const WRAPPED_ENDOWMENT = 10n ** 5n;
const COINS = toHex(10n ** 24n);

/** Gives the relayer what it pays out on a chain, and lets the spoke pool take it. */
export const endowAcrossRelayer = async (link: ChainLink): Promise<void> => {
  await link.rpc.call('anvil_setBalance', [ACROSS_RELAYER, COINS]);
  const calls = tokensOf(link.chain.chainId).flatMap((asset): readonly OwnerCall[] => {
    const whole = asset.symbol === 'WETH' ? WRAPPED_ENDOWMENT : ENDOWMENT;
    return [
      ...grantCalls(asset, ACROSS_RELAYER, whole * 10n ** BigInt(asset.decimals)),
      {
        from: ACROSS_RELAYER,
        to: asset.address as Address,
        data: encodeFunctionData({ abi: tokenAbi, functionName: 'approve', args: [spokePoolOf(link.chain.chainId), maxUint256] }),
      },
    ];
  });
  await link.send(calls);
};

/** Every deposit that may be filled now and is not: with exactly the amount that its depositor was promised. */
export const findAcrossFills = (links: readonly ChainLink[], logger: Logger): FindJobs => {
  const recentDeposits = createRecentDeposits(logger);
  return async (nowMs) => {
    const nowS = nowMs / 1_000;
    const chainIds = new Set(links.map(({ chain }) => chain.chainId));
    const due: OpenDeposit[] = [];
    for (const origin of links) {
      for (const deposit of await recentDeposits(origin)) {
        if (!chainIds.has(deposit.destinationChainId) || deposit.relayData.fillDeadline <= nowS || isExclusive(deposit, nowS)) continue;
        due.push(deposit);
      }
    }
    const filled = await filledOf(due, links);
    return due.filter((deposit) => !filled.has(deposit)).map(fillOf);
  };
};

const isExclusive = ({ relayData }: OpenDeposit, nowS: number): boolean =>
  relayData.exclusivityDeadline > nowS && BigInt(relayData.exclusiveRelayer) !== BigInt(ACROSS_RELAYER);

const fillOf = ({ relayData, destinationChainId, relayHash }: OpenDeposit): Job => ({
  key: relayHash,
  chainId: destinationChainId,
  send: sendCalls(ACROSS_RELAYER, [
    {
      to: spokePoolOf(destinationChainId),
      data: encodeFunctionData({
        abi: spokeAbi,
        functionName: 'fillRelay',
        args: [relayData, BigInt(destinationChainId), pad(ACROSS_RELAYER)],
      }),
    },
  ]),
});
