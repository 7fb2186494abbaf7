import type { Hex } from 'viem';
import { expect } from 'vitest';
import type { Bridge } from '#bridges/_kit/port.ts';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { createHttpClient } from '#platform/http/http-client.ts';
import { createBatchRpc } from '#platform/rpc/batch-rpc.ts';
import { createChainNode } from '#platform/rpc/chain-node.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';
import { createDecodeBlock, watchedOn } from '../../producers/chain-events/decode-block.ts';
import { createRefundBook } from '../../producers/chain-events/refund-book.ts';
import type { SharedMessageBook } from '../../producers/chain-events/shared-messages/book.ts';

const NEWEST_BLOCKS = 40;

/** Everything in a chain's newest blocks, as the watcher tells it. */
export const toldInNewestBlocks = async (
  { chain, rpc }: ChainLink,
  messages: SharedMessageBook,
  bridges: readonly Bridge[],
): Promise<readonly ChainEvent[]> => {
  const head = Number(await rpc.call<Hex>('eth_blockNumber'));
  const node = createChainNode(createBatchRpc({ http: createHttpClient(), url: rpc.url, now: Date.now }));
  const { filter } = watchedOn(chain.chainId, bridges);
  const logs = await node.logsIn({ from: Math.max(0, head - NEWEST_BLOCKS), to: head }, filter, AbortSignal.timeout(30_000));
  if (logs.kind !== 'ok') throw new Error(logs.kind);
  const decode = createDecodeBlock(chain.chainId, bridges, { refunds: createRefundBook(), messages });
  const header = { number: head, hash: '0x', parentHash: '0x', timeMs: 0, logsBloom: undefined };
  const { events, unknown } = decode({ header, logs: logs.value });
  expect(unknown).toEqual([]);
  return events;
};
