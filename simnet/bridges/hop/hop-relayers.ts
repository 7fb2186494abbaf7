import {
  type Address,
  concatHex,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  keccak256,
  numberToHex,
  pad,
  parseAbiParameters,
} from 'viem';
import { domainOf, messageTransmitter } from '#bridges/hop/cctp-v1.ts';
import { assetOf, hopCctp, L1_CHAIN_ID } from '#bridges/hop/contracts.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { type FindJobs, type Job, sendCalls } from '../../relayers/relay-loop.ts';
import { hopAbi } from './hop-abi.ts';
import { BONDER, MESSENGER } from './hop-contracts.ts';
import { bridgeOn, type HopDeposit, recentHopDeposits, view } from './hop-logs.ts';

/** Some minutes on the fastest chain, a quarter of an hour on the slowest. */
const LOOK_BACK_BLOCKS = 512;

type Of<N extends HopDeposit['eventName']> = Extract<HopDeposit, { eventName: N }>;

/** Looks at what was sent by one way, and finds what it leads to on the destination. */
const carrying =
  <N extends HopDeposit['eventName']>(eventName: N, jobOf: (deposit: Of<N>, destination: ChainLink) => Promise<Job | undefined>) =>
  (links: readonly ChainLink[]): FindJobs =>
  async () => {
    const jobs: Job[] = [];
    for (const origin of links) {
      for (const deposit of await recentHopDeposits(origin, LOOK_BACK_BLOCKS)) {
        if (deposit.eventName !== eventName) continue;
        const { chainId } = (deposit as Of<N>).args as { chainId: bigint };
        const destination = links.find(({ chain }) => BigInt(chain.chainId) === chainId);
        const job = destination && (await jobOf(deposit as Of<N>, destination));
        if (job !== undefined) jobs.push(job);
      }
    }
    return jobs;
  };

const call = (key: string, destination: ChainLink, to: Address, data: Hex): Job => ({
  key,
  chainId: destination.chain.chainId,
  send: sendCalls(BONDER, [{ to, data }]),
});

/** What the bonder may still pay out on a chain. */
export const creditLeft = async (link: ChainLink, bridge: Address): Promise<bigint> =>
  (await view<bigint>(link, bridge, 'getCredit', [BONDER])) - (await view<bigint>(link, bridge, 'getDebitAndAdditionalDebit', [BONDER]));

/** The bonder pays every transfer between layers that is not paid yet, while it has credit. */
export const findBonds = carrying('TransferSent', async ({ token, args }, destination) => {
  const { chainId } = destination.chain;
  const bridge = bridgeOn(token, chainId);
  if (bridge === undefined || (await view<boolean>(destination, bridge, 'isTransferIdSpent', [args.transferId]))) return undefined;
  if ((await creditLeft(destination, bridge)) < args.amount) return undefined;
  const { recipient, amount, transferNonce, bonderFee, amountOutMin, deadline } = args;
  const data =
    chainId === L1_CHAIN_ID
      ? encodeFunctionData({ abi: hopAbi, functionName: 'bondWithdrawal', args: [recipient, amount, transferNonce, bonderFee] })
      : encodeFunctionData({
          abi: hopAbi,
          functionName: 'bondWithdrawalAndDistribute',
          args: [recipient, amount, transferNonce, bonderFee, amountOutMin, deadline],
        });
  return call(args.transferId, destination, bridge, data);
});

const MESSAGE = parseAbiParameters('bytes32, string, uint256, address, uint256, uint256, uint256, address, uint256');

/** The chains' messengers bring what was sent from Ethereum. */
export const findMessages = carrying('TransferSentToL2', async ({ token, args, transactionHash }, destination) => {
  const bridge = bridgeOn(token, destination.chain.chainId);
  const { chainId, recipient, amount, amountOutMin, deadline, relayer, relayerFee } = args;
  const parts = [transactionHash, token, chainId, recipient, amount, amountOutMin, deadline, relayer, relayerFee] as const;
  const message = keccak256(encodeAbiParameters(MESSAGE, parts));
  if (bridge === undefined || (await view<boolean>(destination, MESSENGER, 'delivered', [message]))) return undefined;
  const data = encodeFunctionData({
    abi: hopAbi,
    functionName: 'deliver',
    args: [message, bridge, recipient, amount, amountOutMin, deadline, relayer, relayerFee],
  });
  return call(message, destination, MESSENGER, data);
});

/** A message of Circle's first version, as HopCCTP would have sent it. */
const circleMessage = (
  origin: number,
  destination: number,
  { cctpNonce, recipient, amount, bonderFee }: Of<'CCTPTransferSent'>['args'],
): Hex => {
  const sender = pad(hopCctp(origin) as Hex);
  const number = (value: bigint | number, size: number) => numberToHex(value, { size });
  const header = [
    number(0, 4),
    number(domainOf(origin) ?? 0, 4),
    number(domainOf(destination) ?? 0, 4),
    number(cctpNonce, 8),
    sender,
    sender,
    pad('0x'),
  ];
  const token = pad((assetOf('USDC', origin)?.address ?? '0x') as Hex);
  return concatHex([...header, number(0, 4), token, pad(recipient), number(amount - bonderFee, 32), sender]);
};

/** Circle attests what HopCCTP burned, and Hop's bonder brings it: nobody has to claim. */
export const findAttestations = carrying('CCTPTransferSent', async ({ args, originChainId }, destination) => {
  const transmitter = messageTransmitter(destination.chain.chainId) as Address | undefined;
  const key = keccak256(concatHex([numberToHex(domainOf(originChainId) ?? 0, { size: 4 }), numberToHex(args.cctpNonce, { size: 8 })]));
  if (transmitter === undefined || (await view<bigint>(destination, transmitter, 'usedNonces', [key])) !== 0n) return undefined;
  const message = circleMessage(originChainId, destination.chain.chainId, args);
  const data = encodeFunctionData({ abi: hopAbi, functionName: 'receiveMessage', args: [message, '0x'] });
  return call(`cctp ${originChainId} ${args.cctpNonce}`, destination, transmitter, data);
});
