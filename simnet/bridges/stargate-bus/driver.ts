import {
  type Address,
  concatHex,
  decodeEventLog,
  decodeFunctionResult,
  encodeFunctionData,
  getAbiItem,
  getAddress,
  type Hex,
  keccak256,
  stringToHex,
  toEventSelector,
} from 'viem';
import { messagingAbi } from '#bridges/_stargate/abi.ts';
import { chainIdOfEid } from '#bridges/_stargate/contracts.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { busAbi } from '../../deploy/abi.ts';
import { BUS_SEATS, stargateOn } from '../../deploy/stargate.ts';
import { KEPT_BLOCKS, recentLogs } from '../../relayers/recent-logs.ts';
import type { Job } from '../../relayers/relay-loop.ts';
import { sendAs } from '../_kit/send-as.ts';

/** Drives the buses, as anybody may. No account of the mnemonic, so that nobody else's transactions stand in its way. */
const DRIVER: Address = getAddress(`0x${keccak256(stringToHex('routebook simnet: bus driver')).slice(-40)}`);

/** A bus leaves when it is full, or when whoever boarded first has waited so long: the mainnets' minutes, in the simnet's hurry. */
const WAIT_MS = 4_000;

interface Ride {
  readonly ticketId: bigint;
  readonly passenger: Hex;
  readonly blockNumber: Hex;
}

const RODE = toEventSelector(getAbiItem({ abi: messagingAbi, name: 'BusRode' }));

/** Who has boarded of late, by destination, in the order of their tickets. */
const ridesOn = async (link: ChainLink, messaging: Address): Promise<ReadonlyMap<number, readonly Ride[]>> => {
  const logs = await recentLogs(link, messaging, RODE, KEPT_BLOCKS);
  const rides = logs.map(({ topics, data, blockNumber }) => {
    const { dstEid, ticketId, passenger } = decodeEventLog({ abi: messagingAbi, eventName: 'BusRode', topics: topics as never, data }).args;
    return { dstEid, ticketId, passenger, blockNumber };
  });
  return Map.groupBy(rides, ({ dstEid }) => dstEid);
};

const nextTicketOf = async (link: ChainLink, messaging: Address, eid: number): Promise<bigint> => {
  const data = encodeFunctionData({ abi: busAbi, functionName: 'busQueues', args: [eid] });
  const answer = await link.rpc.call<Hex>('eth_call', [{ to: messaging, data }, 'latest']);
  return decodeFunctionResult({ abi: busAbi, functionName: 'busQueues', data: answer })[4];
};

const blockTimeMs = async (link: ChainLink, blockNumber: Hex): Promise<number> =>
  Number((await link.rpc.call<{ timestamp: Hex }>('eth_getBlockByNumber', [blockNumber, false])).timestamp) * 1_000;

/** The buses of all chains that should leave now. */
export const findBuses =
  (links: readonly ChainLink[]) =>
  async (nowMs: number): Promise<readonly Job[]> =>
    (await Promise.all(links.map((link) => busesOn(link, nowMs)))).flat();

const busesOn = async (link: ChainLink, nowMs: number): Promise<readonly Job[]> => {
  const { chainId } = link.chain;
  const { tokenMessaging } = stargateOn(chainId);
  const jobs: Job[] = [];
  for (const [eid, rides] of await ridesOn(link, tokenMessaging)) {
    const next = await nextTicketOf(link, tokenMessaging, eid);
    const waiting = rides.filter(({ ticketId }) => ticketId >= next).slice(0, BUS_SEATS);
    const [first] = waiting;
    if (first === undefined) continue;
    const leaves = waiting.length === BUS_SEATS || nowMs - (await blockTimeMs(link, first.blockNumber)) >= WAIT_MS;
    if (leaves) jobs.push({ key: `bus:${chainId}>${chainIdOfEid(eid)}:${next}`, chainId, send: drive(tokenMessaging, eid, waiting) });
  }
  return jobs;
};

const drive =
  (messaging: Address, eid: number, waiting: readonly Ride[]) =>
  async (link: ChainLink): Promise<Hex> => {
    const args = [eid, concatHex(waiting.map(({ passenger }) => passenger))] as const;
    const question = encodeFunctionData({ abi: busAbi, functionName: 'quoteDriveBus', args });
    const answer = await link.rpc.call<Hex>('eth_call', [{ from: DRIVER, to: messaging, data: question }, 'latest']);
    const { nativeFee } = decodeFunctionResult({ abi: busAbi, functionName: 'quoteDriveBus', data: answer });
    return sendAs(DRIVER, { to: messaging, data: encodeFunctionData({ abi: busAbi, functionName: 'driveBus', args }), value: nativeFee })(
      link,
    );
  };
