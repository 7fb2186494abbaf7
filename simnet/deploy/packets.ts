import { type Address, decodeEventLog, encodeFunctionData, type Hex, slice } from 'viem';
import { chainIdOfEid, ENDPOINT_V2 } from '#bridges/_stargate/contracts.ts';
import type { ChainLink, OwnerCall, Receipt } from '../chains/chain-link.ts';
import { layerZeroAbi } from './abi.ts';
import { MESSAGE_LIB_TO_ETHEREUM } from './addresses.ts';

/** A LayerZero packet, from the bytes of PacketSent: version 1 | nonce 8 | srcEid 4 | sender 32 | dstEid 4 | receiver 32 | guid 32 | message. */
export interface Packet {
  readonly encoded: Hex;
  readonly nonce: bigint;
  readonly srcEid: number;
  readonly sender: Hex;
  readonly dstEid: number;
  readonly receiver: Address;
  readonly guid: Hex;
  readonly message: Hex;
}

export const readPacket = (encoded: Hex): Packet => ({
  encoded,
  nonce: BigInt(slice(encoded, 1, 9)),
  srcEid: Number(slice(encoded, 9, 13)),
  sender: slice(encoded, 13, 45),
  dstEid: Number(slice(encoded, 45, 49)),
  receiver: slice(encoded, 61, 81),
  guid: slice(encoded, 81, 113),
  message: slice(encoded, 113),
});

/** The packets that a transaction sent. */
const packetsIn = (receipt: Receipt): readonly Packet[] =>
  receipt.logs
    .filter(({ address }) => address.toLowerCase() === ENDPOINT_V2.toLowerCase())
    .flatMap(({ topics, data }) => {
      try {
        const { args } = decodeEventLog({ abi: layerZeroAbi, eventName: 'PacketSent', topics: topics as [Hex, ...Hex[]], data });
        return [readPacket(args.encodedPayload)];
      } catch {
        return [];
      }
    });

/** What a verifier and an executor do for a packet: prove it at the destination, then hand it to its receiver. */
export const deliveryCalls = (packet: Packet): readonly OwnerCall[] => [
  {
    to: MESSAGE_LIB_TO_ETHEREUM,
    data: encodeFunctionData({ abi: layerZeroAbi, functionName: 'validatePacket', args: [packet.encoded] }),
  },
  {
    to: ENDPOINT_V2,
    data: encodeFunctionData({
      abi: layerZeroAbi,
      functionName: 'lzReceive',
      args: [{ srcEid: packet.srcEid, sender: packet.sender, nonce: packet.nonce }, packet.receiver, packet.guid, packet.message, '0x'],
    }),
  },
];

/** Delivers every packet of the receipts to its chain, in order. Returns how many there were. */
export const deliverPackets = async (links: readonly ChainLink[], receipts: readonly Receipt[]): Promise<number> => {
  const packets = receipts.flatMap(packetsIn);
  for (const link of links) {
    const calls = packets.filter(({ dstEid }) => chainIdOfEid(dstEid) === link.chain.chainId).flatMap(deliveryCalls);
    if (calls.length > 0) await link.send(calls);
  }
  return packets.length;
};
