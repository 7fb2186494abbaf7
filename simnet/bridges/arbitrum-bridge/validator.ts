import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, hexToBigInt } from 'viem';
import { arbSysAbi } from '#bridges/arbitrum-bridge/abi.ts';
import { ARB_SYS, L1_CHAIN_ID, L2_CHAIN_ID, ROLLUP } from '#bridges/arbitrum-bridge/contracts.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { simnetAddress } from '../../deploy/addresses.ts';
import type { FindJobs, Job } from '../../relayers/relay-loop.ts';
import { sendAs } from '../_kit/send-as.ts';
import { standInAbi } from './abi.ts';
import { tellNodeInterface } from './node-interface.ts';

const VALIDATOR = simnetAddress('arbitrum validator');

const tell = (key: string, data: Hex): Job => ({
  key,
  chainId: L1_CHAIN_ID,
  send: sendAs(VALIDATOR, { to: ROLLUP as Address, data }),
});

/** Either view answers with one word. */
const ask = (l1: ChainLink, functionName: 'assertedRoot' | 'confirmableAt'): Promise<Hex> =>
  l1.rpc.call<Hex>('eth_call', [{ to: ROLLUP, data: encodeFunctionData({ abi: standInAbi, functionName }) }, 'latest']);

/**
 * Tells Ethereum what has left Arbitrum, once there is something new, and has it confirmed when it has stood long enough. One assertion at a time;
 * an hour lies between them on the mainnets.
 */
export const findAssertions =
  (links: readonly ChainLink[]): FindJobs =>
  async () => {
    const l1 = links.find((link) => link.chain.chainId === L1_CHAIN_ID);
    const l2 = links.find((link) => link.chain.chainId === L2_CHAIN_ID);
    if (l1 === undefined || l2 === undefined) return [];
    const confirmableAt = hexToBigInt(await ask(l1, 'confirmableAt'));
    if (confirmableAt !== 0n) {
      const head = BigInt(await l1.rpc.call<Hex>('eth_blockNumber'));
      if (head < confirmableAt) return [];
      return [tell(`arbitrum confirmation ${confirmableAt}`, encodeFunctionData({ abi: standInAbi, functionName: 'confirm' }))];
    }
    const sent = await sentFrom(l2);
    if (sent === undefined || sent.root === (await ask(l1, 'assertedRoot'))) return [];
    // Who asserts it runs a node, which can prove it from now on.
    await tellNodeInterface(l2);
    const args = [sent.root, sent.blockHash] as const;
    return [tell(`arbitrum assertion ${sent.root}`, encodeFunctionData({ abi: standInAbi, functionName: 'assertRoot', args }))];
  };

/** The root of all that has left, and a block that holds it; undefined while nothing has. */
const sentFrom = async (l2: ChainLink): Promise<{ root: Hex; blockHash: Hex } | undefined> => {
  const { hash, number } = await l2.rpc.call<{ hash: Hex; number: Hex }>('eth_getBlockByNumber', ['latest', false]);
  const data = encodeFunctionData({ abi: arbSysAbi, functionName: 'sendMerkleTreeState' });
  const told = await l2.rpc.call<Hex>('eth_call', [{ to: ARB_SYS, data }, number]);
  const [size, root] = decodeFunctionResult({ abi: arbSysAbi, functionName: 'sendMerkleTreeState', data: told });
  return size === 0n ? undefined : { root, blockHash: hash };
};
