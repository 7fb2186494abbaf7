import { decodeAbiParameters, getAbiItem, type Hex, toEventSelector } from 'viem';
import { transmitterAbi } from '#bridges/cctp/abi.ts';
import { MESSAGE_TRANSMITTER } from '#bridges/cctp/contracts.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { KEPT_BLOCKS } from '../../relayers/recent-logs.ts';
import type { SentMessage } from './attester.ts';

const SENT = toEventSelector(getAbiItem({ abi: transmitterAbi, name: 'MessageSent' }));
export const RECEIVED = toEventSelector(getAbiItem({ abi: transmitterAbi, name: 'MessageReceived' }));

export interface TransmitterLog {
  readonly topics: readonly [Hex, ...Hex[]];
  readonly data: Hex;
  readonly transactionHash: Hex;
  readonly blockNumber: Hex;
}

/** Logs of a chain's transmitter, as far back as the node keeps them; narrowed by further topics. */
export const transmitterLogs = async (link: ChainLink, topics: readonly (Hex | null)[]): Promise<readonly TransmitterLog[]> => {
  const head = Number(await link.rpc.call<Hex>('eth_blockNumber'));
  const fromBlock = `0x${Math.max(0, head - KEPT_BLOCKS).toString(16)}`;
  return link.rpc.call<readonly TransmitterLog[]>('eth_getLogs', [{ address: MESSAGE_TRANSMITTER, topics, fromBlock, toBlock: 'latest' }]);
};

/** The messages that a chain has sent, in their order. A block's time is asked once. */
export const sentMessages = async (link: ChainLink): Promise<readonly SentMessage[]> => {
  const times = new Map<Hex, Promise<number>>();
  const timeOf = (block: Hex): Promise<number> => {
    const known =
      times.get(block) ??
      link.rpc.call<{ timestamp: Hex }>('eth_getBlockByNumber', [block, false]).then(({ timestamp }) => Number(timestamp) * 1_000);
    times.set(block, known);
    return known;
  };
  const counted = new Map<Hex, number>();
  const sent: SentMessage[] = [];
  for (const { data, transactionHash, blockNumber } of await transmitterLogs(link, [SENT])) {
    const ordinal = counted.get(transactionHash) ?? 0;
    counted.set(transactionHash, ordinal + 1);
    const [message] = decodeAbiParameters([{ type: 'bytes' }], data);
    sent.push({ originChainId: link.chain.chainId, transactionHash, ordinal, blockTimeMs: await timeOf(blockNumber), message });
  }
  return sent;
};
