import { type Address, decodeEventLog, getAbiItem, toEventSelector } from 'viem';
import { chainIdOfEid, ENDPOINT_V2, stargateChain } from '#bridges/_stargate/contracts.ts';
import type { ChainLink } from '../chains/chain-link.ts';
import { deliveryCalls, type Packet, readPacket } from '../deploy/packets.ts';
import { endpointAbi } from './abi.ts';
import { KEPT_BLOCKS, recentLogs } from './recent-logs.ts';
import { type Job, sendCalls } from './relay-loop.ts';

/** Account 2 of anvil's default mnemonic: verifier and executor in one. */
const LAYERZERO_EXECUTOR: Address = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';

const SENT = toEventSelector(getAbiItem({ abi: endpointAbi, name: 'PacketSent' }));
const DELIVERED = toEventSelector(getAbiItem({ abi: endpointAbi, name: 'PacketDelivered' }));
const LOOK_BACK_BLOCKS = 512;

const keyOf = (packet: { srcEid: number; sender: string; nonce: bigint; receiver: string }): string =>
  `${packet.srcEid}:${packet.sender.toLowerCase()}:${packet.nonce}:${packet.receiver.toLowerCase()}`;

/** Every packet that was sent and has not been delivered, in the order of its path. */
export const findPackets = (links: readonly ChainLink[]) => async (): Promise<readonly Job[]> => {
  const packets = (await Promise.all(links.map(packetsSent))).flat();
  const jobs: Job[] = [];
  for (const destination of links) {
    const bound = packets.filter(({ dstEid }) => chainIdOfEid(dstEid) === destination.chain.chainId);
    if (bound.length === 0) continue;
    const delivered = await keysDelivered(destination);
    for (const packet of bound) {
      // The guid tells apart two packets that had the same nonce, one before and one after a reorg.
      if (!delivered.has(keyOf(packet))) jobs.push(jobOf(packet, destination.chain.chainId));
    }
  }
  return jobs;
};

const jobOf = (packet: Packet, chainId: number): Job => ({
  key: `${keyOf(packet)}:${packet.guid}`,
  chainId,
  send: sendCalls(LAYERZERO_EXECUTOR, deliveryCalls(packet)),
});

/** Transfers alone: credits are carried by whoever moves them. */
const carriesTransfer = (link: ChainLink, { sender }: Packet): boolean =>
  sender.slice(-40).toLowerCase() === stargateChain(link.chain.chainId)?.tokenMessaging.slice(2).toLowerCase();

const packetsSent = async (link: ChainLink): Promise<readonly Packet[]> =>
  (await recentLogs(link, ENDPOINT_V2, SENT, LOOK_BACK_BLOCKS))
    .map(({ topics, data }) =>
      readPacket(decodeEventLog({ abi: endpointAbi, eventName: 'PacketSent', topics: topics as never, data }).args.encodedPayload),
    )
    .filter((packet) => carriesTransfer(link, packet));

const keysDelivered = async (link: ChainLink): Promise<ReadonlySet<string>> =>
  new Set(
    (await recentLogs(link, ENDPOINT_V2, DELIVERED, KEPT_BLOCKS)).map(({ topics, data }) => {
      const { origin, receiver } = decodeEventLog({ abi: endpointAbi, eventName: 'PacketDelivered', topics: topics as never, data }).args;
      return keyOf({ ...origin, receiver });
    }),
  );
