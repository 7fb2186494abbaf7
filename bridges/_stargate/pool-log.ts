import type { Hex } from 'viem';
import { assetById } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import { decodeLog } from '../_kit/decode-log.ts';
import type { BridgeEvent, RawLog } from '../_kit/port.ts';
import { poolAbi } from './abi.ts';
import { chainIdOfEid, type StargatePool, stargatePoolAt } from './contracts.ts';

type Fields = BridgeEvent['fields'];

/** What a pool logs, whichever way the money goes. */
export type PoolLog =
  /** `guid` is zero of a passenger, whose bus has not left. */
  | {
      readonly eventName: 'OFTSent';
      readonly guid: Hex;
      readonly pool: StargatePool;
      readonly destinationEid: number;
      readonly fields: Fields;
    }
  | { readonly eventName: 'OFTReceived'; readonly guid: Hex; readonly originChainId: number | undefined; readonly fields: Fields };

/** Nobody's message: what a pool logs of a passenger when he boards. */
export const NO_GUID: Hex = `0x${'0'.repeat(64)}`;

const chainField = (name: string, eid: number): Record<string, bigint> => {
  const chainId = chainIdOfEid(eid);
  return chainId === undefined ? {} : { [name]: BigInt(chainId) };
};

/** A pool reaches pools of its own asset alone, so either side's token follows from the chain. The zero address stands for native coin. */
const tokenField = (name: 'inputToken' | 'outputToken', symbol: string, chainId: number | undefined): Record<string, string> => {
  const chain = chainId === undefined ? undefined : chainById(chainId);
  const asset = chain && assetById(`${chain.slug}:${symbol}`);
  return asset === undefined ? {} : { [name]: asset.address };
};

/**
 * Reads one log of a pool. Every OFT emits these events, and one hex address is another contract on another chain, so a log counts only when
 * it comes from a pool of its own chain.
 */
export const readPoolLog = (log: RawLog): PoolLog | undefined => {
  const pool = stargatePoolAt(log.chainId, log.address);
  const event = pool && decodeLog(poolAbi, log);
  if (pool === undefined || event === undefined) return undefined;
  if (event.eventName === 'OFTSent') {
    const { guid, dstEid, fromAddress, amountSentLD, amountReceivedLD } = event.args;
    return {
      eventName: 'OFTSent',
      guid,
      pool,
      destinationEid: dstEid,
      fields: {
        pool: log.address,
        originChainId: BigInt(log.chainId),
        ...chainField('destinationChainId', dstEid),
        destinationEid: BigInt(dstEid),
        ...tokenField('inputToken', pool.symbol, log.chainId),
        ...tokenField('outputToken', pool.symbol, chainIdOfEid(dstEid)),
        depositor: fromAddress,
        inputAmount: amountSentLD,
        outputAmount: amountReceivedLD,
      },
    };
  }
  const { guid, srcEid, toAddress, amountReceivedLD } = event.args;
  return {
    eventName: 'OFTReceived',
    guid,
    originChainId: chainIdOfEid(srcEid),
    fields: {
      guid,
      pool: log.address,
      ...chainField('originChainId', srcEid),
      originEid: BigInt(srcEid),
      destinationChainId: BigInt(log.chainId),
      ...tokenField('inputToken', pool.symbol, chainIdOfEid(srcEid)),
      ...tokenField('outputToken', pool.symbol, log.chainId),
      deliveredTo: toAddress,
      deliveredAmount: amountReceivedLD,
      // What the message said, in the deposit's own words: it delivers what was promised or nothing, and an asset has the same decimals on
      // all chains that we know. A guid numbers the messages of a path, so after a reorg another deposit may be given one that was
      // delivered already; the amount tells the two apart.
      outputAmount: amountReceivedLD,
    },
  };
};
