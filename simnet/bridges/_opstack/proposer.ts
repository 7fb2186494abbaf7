import { type Address, decodeFunctionResult, encodeAbiParameters, encodeFunctionData, type Hex } from 'viem';
import { factoryAbi } from '#bridges/_opstack/abi.ts';
import { L1_CHAIN_ID, type OpStackChain } from '#bridges/_opstack/op-stack-chain.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { simnetAddress } from '../../deploy/addresses.ts';
import type { FindJobs } from '../../relayers/relay-loop.ts';
import { sendAs } from '../_kit/send-as.ts';
import { opStackAbi } from './abi.ts';
import { GAME_TYPE } from './deploy.ts';
import { outputOf } from './output-root.ts';

/** An output an hour is proposed on the mainnets. */
const PROPOSAL_MS = 30_000;

const PROPOSER = simnetAddress('op stack proposer');

/** Tells Ethereum every now and then what the chain's state is, so that what left it can be proven there. */
export const findProposals =
  (chain: OpStackChain) =>
  (links: readonly ChainLink[]): FindJobs =>
  async (nowMs) => {
    const l1 = links.find((link) => link.chain.chainId === L1_CHAIN_ID);
    const l2 = links.find((link) => link.chain.chainId === chain.chainId);
    if (l1 === undefined || l2 === undefined) return [];
    const lastMs = await lastProposalMs(l1, chain);
    if (nowMs - lastMs < PROPOSAL_MS) return [];
    return [
      {
        key: `${chain.id} proposal after ${lastMs}`,
        chainId: L1_CHAIN_ID,
        send: async (link) => {
          const { root, blockNumber } = await outputOf(l2);
          const data = encodeFunctionData({
            abi: opStackAbi,
            functionName: 'create',
            args: [GAME_TYPE, root, encodeAbiParameters([{ type: 'uint256' }], [blockNumber])],
          });
          return sendAs(PROPOSER, { to: chain.l1.disputeGameFactory as Address, data })(link);
        },
      },
    ];
  };

/** Block time of the last proposal; 0 before the first. */
const lastProposalMs = async (l1: ChainLink, chain: OpStackChain): Promise<number> => {
  const ask = (data: Hex) => l1.rpc.call<Hex>('eth_call', [{ to: chain.l1.disputeGameFactory, data }, 'latest']);
  const counted = await ask(encodeFunctionData({ abi: factoryAbi, functionName: 'gameCount' }));
  const count = decodeFunctionResult({ abi: factoryAbi, functionName: 'gameCount', data: counted });
  if (count === 0n) return 0;
  const told = await ask(encodeFunctionData({ abi: factoryAbi, functionName: 'gameAtIndex', args: [count - 1n] }));
  return Number(decodeFunctionResult({ abi: factoryAbi, functionName: 'gameAtIndex', data: told })[1]) * 1_000;
};
