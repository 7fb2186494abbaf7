import fc from 'fast-check';
import { assetById } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import type { RawLog } from '../../_kit/port.ts';
import { anyAddress, anyBytes } from '../../_kit/testing/any-bytes.ts';
import { encodeLog } from '../../_kit/testing/encode-log.ts';
import { poolAbi } from '../abi.ts';
import { STARGATE_CHAIN_IDS, STARGATE_POOLS, type StargatePool, stargateChain } from '../contracts.ts';

export const anyGuid = anyBytes(32).filter((raw) => BigInt(raw) !== 0n);
export const anyPool = fc.constantFrom(...STARGATE_POOLS);
export const anyChain = fc.constantFrom(...STARGATE_CHAIN_IDS);
export const anyUint = (bits: bigint) => fc.bigInt({ min: 0n, max: (1n << bits) - 1n });

export const eidOf = (chainId: number): number => stargateChain(chainId)?.eid ?? 0;

/** A field that names the token of a pool's symbol on a chain; none where the chain has no such asset. */
export const tokenOf = (name: string, symbol: string, chainId: number): Record<string, string> => {
  const asset = assetById(`${chainById(chainId)?.slug}:${symbol}`);
  return asset === undefined ? {} : { [name]: asset.address };
};

export const poolLog = (eventName: 'OFTSent' | 'OFTReceived', at: StargatePool, args: Record<string, unknown>): RawLog =>
  encodeLog({ chainId: at.chainId, address: at.address }, poolAbi, eventName, args);

/** A pool's payment, and what it says whoever it was told by. */
export const anyReceived = fc
  .record({ at: anyPool, from: anyChain, guid: anyGuid, to: anyAddress, amountReceivedLD: anyUint(256n) })
  .map(({ at, from, guid, to, amountReceivedLD }) => ({
    log: poolLog('OFTReceived', at, { guid, srcEid: eidOf(from), toAddress: to, amountReceivedLD }),
    from,
    guid,
    to,
    fields: {
      guid,
      pool: at.address,
      originChainId: BigInt(from),
      originEid: BigInt(eidOf(from)),
      destinationChainId: BigInt(at.chainId),
      ...tokenOf('inputToken', at.symbol, from),
      ...tokenOf('outputToken', at.symbol, at.chainId),
      deliveredTo: to,
      deliveredAmount: amountReceivedLD,
      outputAmount: amountReceivedLD,
    },
  }));
