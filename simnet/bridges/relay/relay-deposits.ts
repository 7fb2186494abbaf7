import { decodeEventLog, type Hex, toEventSelector, zeroAddress } from 'viem';
import { DEPOSITORY } from '#bridges/relay/contracts.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { depositoryAbi, type RequestTerms, termsBehind } from './request-terms.ts';

export interface RelayDeposit {
  readonly id: Hex;
  readonly originChainId: number;
  readonly transactionHash: Hex;
  /** Undefined when the deposit is not the one that was asked for: such money is for Relay to give back. */
  readonly terms: RequestTerms | undefined;
}

const TOPICS = depositoryAbi.flatMap((item) => (item.type === 'event' ? [toEventSelector(item)] : []));
const REMEMBERED_MAX = 2_000;

interface Log {
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly transactionHash: Hex;
}

/** Calldata by transaction: it never changes, and is looked at once a second while a deposit is young. The oldest go first. */
const inputs = new Map<Hex, Hex>();

const inputOf = async (link: ChainLink, hash: Hex): Promise<Hex> => {
  const known = inputs.get(hash);
  if (known !== undefined) return known;
  const transaction = await link.rpc.call<{ input: Hex } | null>('eth_getTransactionByHash', [hash]);
  const input = transaction?.input ?? '0x';
  if (inputs.size >= REMEMBERED_MAX) inputs.delete(inputs.keys().next().value as Hex);
  inputs.set(hash, input);
  return input;
};

/** Deposits into the depository in a chain's last blocks. */
export const recentRelayDeposits = async (link: ChainLink, blocks: number): Promise<readonly RelayDeposit[]> => {
  const head = Number(await link.rpc.call<Hex>('eth_blockNumber'));
  const fromBlock = `0x${Math.max(0, head - blocks).toString(16)}`;
  const logs = await link.rpc.call<readonly Log[]>('eth_getLogs', [
    { address: DEPOSITORY, topics: [TOPICS], fromBlock, toBlock: 'latest' },
  ]);
  const deposits: RelayDeposit[] = [];
  for (const { topics, data, transactionHash } of logs) {
    const { eventName, args } = decodeEventLog({ abi: depositoryAbi, topics: topics as [Hex, ...Hex[]], data });
    const terms = termsBehind(await inputOf(link, transactionHash), args.id);
    const token = eventName === 'RelayErc20Deposit' ? args.token : zeroAddress;
    const asAsked = terms?.originToken.toLowerCase() === token.toLowerCase() && terms.amountIn === args.amount;
    deposits.push({ id: args.id, originChainId: link.chain.chainId, transactionHash, terms: asAsked ? terms : undefined });
  }
  return deposits;
};
