import { toEventSelector } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type StepAhead, stepsField } from '#core/domain/user-step.ts';
import { decodeLog } from '../_kit/decode-log.ts';
import type { BridgeEvent, RawLog, WatchedContract } from '../_kit/port.ts';
import { bridgeAbi, messengerAbi, passerAbi, portalAbi } from './abi.ts';
import { messageHash } from './message-hash.ts';
import { L1_CHAIN_ID, L2_MESSAGE_PASSER, L2_MESSENGER, L2_STANDARD_BRIDGE, type OpStackChain } from './op-stack-chain.ts';
import { MATURITY_SECONDS, PROPOSAL_SECONDS } from './waits.ts';

const topicsOf = (abi: readonly { readonly type: string }[]): readonly string[] =>
  abi.flatMap((item) => (item.type === 'event' ? [toEventSelector(item as never)] : []));

const BRIDGE_TOPICS = topicsOf(bridgeAbi);
const PORTAL_TOPICS = topicsOf(portalAbi);
const MESSENGER_TOPICS = topicsOf(messengerAbi);
const PASSER_TOPICS = topicsOf(passerAbi);

/** The bridge's contracts on either side, and those whose logs give a transfer its number. */
export const createWatches =
  (chain: OpStackChain) =>
  (chainId: number): readonly WatchedContract[] => {
    if (chainId === L1_CHAIN_ID) {
      const { standardBridge, portal, messenger } = chain.l1;
      return [
        { address: standardBridge, topics: BRIDGE_TOPICS },
        { address: portal, topics: PORTAL_TOPICS },
        { address: messenger, topics: MESSENGER_TOPICS },
      ];
    }
    if (chainId !== chain.chainId) return [];
    return [
      { address: L2_STANDARD_BRIDGE, topics: BRIDGE_TOPICS },
      { address: L2_MESSENGER, topics: MESSENGER_TOPICS },
      { address: L2_MESSAGE_PASSER, topics: PASSER_TOPICS },
    ];
  };

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** What a withdrawal's user has to send, as the mainnets have it: the log itself does not say. */
const stepsAhead = stepsField([
  { kind: 'prove', chainId: L1_CHAIN_ID, afterSeconds: PROPOSAL_SECONDS },
  { kind: 'claim', chainId: L1_CHAIN_ID, afterSeconds: PROPOSAL_SECONDS + MATURITY_SECONDS },
] satisfies readonly StepAhead[]);

/** One log of a standard bridge, whichever side and token. */
interface Moved {
  readonly isDeparture: boolean;
  readonly localToken: string;
  readonly remoteToken: string;
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
}

const movedIn = (log: RawLog): Moved | undefined => {
  const event = decodeLog(bridgeAbi, log);
  if (event === undefined) return undefined;
  const { from, to, amount } = event.args;
  const isDeparture = event.eventName.endsWith('Initiated');
  const ether = { localToken: NATIVE_ADDRESS, remoteToken: NATIVE_ADDRESS };
  const tokens = 'localToken' in event.args ? { localToken: event.args.localToken, remoteToken: event.args.remoteToken } : ether;
  return { isDeparture, ...tokens, from, to, amount };
};

const messageHashIn = (
  following: readonly RawLog[],
  messenger: string,
  sender: string,
  { localToken, amount }: Moved,
): string | undefined => {
  for (const log of following) {
    const event = same(log.address, messenger) ? decodeLog(messengerAbi, log) : undefined;
    if (event?.eventName !== 'SentMessage' || !same(event.args.sender, sender)) continue;
    return messageHash({ ...event.args, value: localToken === NATIVE_ADDRESS ? amount : 0n });
  }
  return undefined;
};

const relayedIn = (following: readonly RawLog[], messenger: string): string | undefined => {
  for (const log of following) {
    const event = same(log.address, messenger) ? decodeLog(messengerAbi, log) : undefined;
    if (event?.eventName === 'RelayedMessage') return event.args.msgHash;
  }
  return undefined;
};

const passedIn = (following: readonly RawLog[]): string | undefined => {
  for (const log of following) {
    const event = same(log.address, L2_MESSAGE_PASSER) ? decodeLog(passerAbi, log) : undefined;
    if (event !== undefined && same(event.args.sender, L2_MESSENGER)) return event.args.withdrawalHash;
  }
  return undefined;
};

const finalizedIn = (following: readonly RawLog[], portal: string): string | undefined => {
  for (const log of following) {
    const event = same(log.address, portal) ? decodeLog(portalAbi, log) : undefined;
    // One whose call failed has paid nobody.
    if (event?.eventName === 'WithdrawalFinalized' && event.args.success) return event.args.withdrawalHash;
  }
  return undefined;
};

/**
 * Reads one log. The standard bridge says who sends what to whom, and gives it no number; that stands in a later log of the transaction. A
 * deposit is known by the hash of its message, which the other side's messenger names when it has relayed it. A withdrawal is known by the
 * hash that the message passer gives it, by which the portal proves and finalises.
 */
export const createDecode = (chain: OpStackChain) => {
  const { standardBridge, messenger, portal } = chain.l1;

  const numberOf = (log: RawLog, moved: Moved, following: readonly RawLog[]): string | undefined => {
    if (log.chainId === L1_CHAIN_ID) {
      return moved.isDeparture ? messageHashIn(following, messenger, standardBridge, moved) : finalizedIn(following, portal);
    }
    return moved.isDeparture ? passedIn(following) : relayedIn(following, L2_MESSENGER);
  };

  const decodeBridge = (log: RawLog, following: readonly RawLog[]): BridgeEvent | undefined => {
    const moved = movedIn(log);
    if (moved === undefined) return undefined;
    const { isDeparture, localToken, remoteToken, from, to, amount } = moved;
    const remoteChainId = log.chainId === L1_CHAIN_ID ? chain.chainId : L1_CHAIN_ID;
    const [originChainId, destinationChainId] = isDeparture ? [log.chainId, remoteChainId] : [remoteChainId, log.chainId];
    const [inputToken, outputToken] = isDeparture ? [localToken, remoteToken] : [remoteToken, localToken];
    const number = numberOf(log, moved, following);
    const isWithdrawal = originChainId === chain.chainId;
    const agreed = {
      originChainId: BigInt(originChainId),
      destinationChainId: BigInt(destinationChainId),
      inputToken,
      outputToken,
      inputAmount: amount,
      outputAmount: amount,
      depositor: from,
      recipient: to,
      ...(number !== undefined && (isWithdrawal ? { withdrawalHash: number } : { messageHash: number, guid: number })),
    };
    return {
      kind: isDeparture ? 'deposit' : 'fill',
      ...(number !== undefined && { transferKey: `${chain.id}:${originChainId}:${number}` }),
      fields: isDeparture
        ? { ...agreed, ...(isWithdrawal && { userSteps: stepsAhead }) }
        : { ...agreed, deliveredTo: to, deliveredAmount: amount },
    };
  };

  const decodePortal = (log: RawLog): BridgeEvent | undefined => {
    const event = decodeLog(portalAbi, log);
    if (event === undefined) return undefined;
    const { withdrawalHash } = event.args;
    // The portal takes no withdrawal twice: one whose call failed is claimed too, and its money has not arrived.
    const failed = event.eventName === 'WithdrawalFinalized' && !event.args.success;
    return {
      kind: event.eventName === 'WithdrawalProven' ? 'proven' : 'claimed',
      transferKey: `${chain.id}:${chain.chainId}:${withdrawalHash}`,
      fields: {
        originChainId: BigInt(chain.chainId),
        destinationChainId: BigInt(L1_CHAIN_ID),
        withdrawalHash,
        ...(failed && { failed: 'true' }),
      },
    };
  };

  const read = (log: RawLog, following: readonly RawLog[]): BridgeEvent | undefined => {
    if (log.chainId === L1_CHAIN_ID) {
      if (same(log.address, standardBridge)) return decodeBridge(log, following);
      return same(log.address, portal) ? decodePortal(log) : undefined;
    }
    return log.chainId === chain.chainId && same(log.address, L2_STANDARD_BRIDGE) ? decodeBridge(log, following) : undefined;
  };

  /** Messages and withdrawals of whoever sends them: they number the transfers, and are none by themselves. */
  const isNumber = (log: RawLog): boolean => {
    if (log.chainId === L1_CHAIN_ID) return same(log.address, messenger) && decodeLog(messengerAbi, log) !== undefined;
    if (log.chainId !== chain.chainId) return false;
    if (same(log.address, L2_MESSENGER)) return decodeLog(messengerAbi, log) !== undefined;
    return same(log.address, L2_MESSAGE_PASSER) && decodeLog(passerAbi, log) !== undefined;
  };

  return {
    decode: (log: RawLog): BridgeEvent | undefined => read(log, []),
    decodeTogether: (logs: readonly RawLog[]): readonly (BridgeEvent | null | undefined)[] =>
      logs.map((log, index) => read(log, logs.slice(index + 1)) ?? (isNumber(log) ? null : undefined)),
  };
};
