import { getAbiItem, toEventSelector } from 'viem';
import type { BridgeEvent, RawLog, WatchedContract } from '../_kit/port.ts';
import { arbSysAbi, bridgeAbi, inboxAbi, l1GatewayAbi, l2GatewayAbi, outboxAbi, retryableAbi } from './abi.ts';
import { ARB_RETRYABLE_TX, ARB_SYS, BRIDGE, INBOX, L1_CHAIN_ID, L2_CHAIN_ID, OUTBOX, TOKENS } from './contracts.ts';
import { readArbitrumLogs } from './events-on-arbitrum.ts';
import { readEthereumLogs } from './events-on-ethereum.ts';

const topicsOf = (abi: readonly { readonly type: string }[]): readonly string[] =>
  abi.flatMap((item) => (item.type === 'event' ? [toEventSelector(item as never)] : []));

const selectorOf = (name: 'TicketCreated' | 'RedeemScheduled') => toEventSelector(getAbiItem({ abi: retryableAbi, name }));
const TICKET_CREATED = selectorOf('TicketCreated');
/** The topic of `RedeemScheduled` that is the redeem's transaction. */
const RETRY_TX_HASH = 2;

const WATCHES: Readonly<Record<number, readonly WatchedContract[]>> = {
  [L1_CHAIN_ID]: [
    { address: BRIDGE, topics: topicsOf(bridgeAbi) },
    { address: INBOX, topics: topicsOf(inboxAbi) },
    { address: OUTBOX, topics: topicsOf(outboxAbi) },
    ...TOKENS.map(({ l1Gateway }) => ({ address: l1Gateway, topics: topicsOf(l1GatewayAbi) })),
  ],
  [L2_CHAIN_ID]: [
    { address: ARB_SYS, topics: topicsOf(arbSysAbi) },
    { address: ARB_RETRYABLE_TX, topics: topicsOf(retryableAbi), withOutcome: { [selectorOf('RedeemScheduled')]: RETRY_TX_HASH } },
    ...TOKENS.map(({ l2Gateway }) => ({ address: l2Gateway, topics: topicsOf(l2GatewayAbi) })),
  ],
};

/** The bridge's contracts on either side, and those whose logs give a transfer its number. */
export const watches = (chainId: number): readonly WatchedContract[] => WATCHES[chainId] ?? [];

export const decodeTogether = (logs: readonly RawLog[]): readonly (BridgeEvent | null | undefined)[] => {
  const chainId = logs[0]?.chainId;
  if (chainId === L1_CHAIN_ID) return readEthereumLogs(logs);
  return chainId === L2_CHAIN_ID ? readArbitrumLogs(logs) : logs.map(() => undefined);
};

/** One log by itself. Whether a ticket was redeemed as it came stands in others of its transaction. */
export const decode = (log: RawLog): BridgeEvent | undefined =>
  log.topics[0] === TICKET_CREATED ? undefined : (decodeTogether([log])[0] ?? undefined);
