import type { Address, Hex } from 'viem';
import { decodeLog } from '../_kit/decode-log.ts';
import type { BridgeEvent, RawLog } from '../_kit/port.ts';
import { bridgeAbi, inboxAbi, l1GatewayAbi, outboxAbi } from './abi.ts';
import { BRIDGE, INBOX, OUTBOX, TOKENS } from './contracts.ts';
import { agreed, BACK, depositKey, ETHER, same, THERE, tokenOf, withdrawalKey } from './event-fields.ts';
import { type Delivered, readRetryable, SUBMIT_RETRYABLE, ticketIdOf, unaliased } from './ticket.ts';

type Reading = BridgeEvent | null | undefined;

/** A withdrawal that is being carried out. */
interface Execution {
  readonly position: bigint;
  readonly l2Sender: Address;
}

/** What the logs of the transaction have told so far. */
interface Told {
  /** Messages to Arbitrum, by number. */
  readonly delivered: Map<bigint, Delivered & { readonly kind: number }>;
  readonly messages: Map<bigint, Hex>;
  /** Withdrawals that have begun and not ended: one may be carried out within another, so the last begun ends first. */
  readonly executions: Execution[];
}

const paid = (execution: Execution | undefined, terms: BridgeEvent['fields'], to: string, amount: bigint): BridgeEvent => {
  const fields = { ...terms, deliveredTo: to, deliveredAmount: amount };
  if (execution === undefined) return { kind: 'fill', fields };
  const { position } = execution;
  return { kind: 'fill', transferKey: withdrawalKey(position), fields: { ...fields, position } };
};

const ticketOf = (messageNumber: bigint, { delivered, messages }: Told): Hex | undefined => {
  const message = delivered.get(messageNumber);
  const retryable = readRetryable(messages.get(messageNumber) ?? '0x');
  return message?.kind === SUBMIT_RETRYABLE && retryable !== undefined ? ticketIdOf(retryable, message) : undefined;
};

const onBridge = (log: RawLog, { delivered, executions }: Told): Reading => {
  const event = decodeLog(bridgeAbi, log);
  if (event === undefined) return undefined;
  if (event.eventName === 'MessageDelivered') {
    const { messageIndex, kind, sender, baseFeeL1 } = event.args;
    delivered.set(messageIndex, { messageNumber: messageIndex, kind, sender, baseFee: baseFeeL1 });
    return null;
  }
  const { outbox, to, value, data } = event.args;
  if (!same(outbox, OUTBOX)) return null;
  const execution = executions.pop();
  // A message with calldata is a gateway's, or no transfer at all.
  if (data !== '0x' || value === 0n) return null;
  return paid(execution, { ...agreed(BACK, ETHER, value, to), ...(execution && { depositor: execution.l2Sender }) }, to, value);
};

/** Ether that is sent as the value of a message without calldata. */
const onInbox = (log: RawLog, told: Told): Reading => {
  const event = decodeLog(inboxAbi, log);
  if (event === undefined) return undefined;
  const { messageNum, data } = event.args;
  told.messages.set(messageNum, data);
  const message = told.delivered.get(messageNum);
  const ticketId = ticketOf(messageNum, told);
  const retryable = readRetryable(data);
  if (message === undefined || ticketId === undefined || retryable === undefined) return null;
  if (retryable.data !== '0x' || retryable.callValue === 0n) return null;
  const terms = { ...agreed(THERE, ETHER, retryable.callValue, retryable.to), depositor: unaliased(message.sender) };
  return { kind: 'deposit', transferKey: depositKey(ticketId), fields: { ...terms, ticketId, guid: ticketId } };
};

const onOutbox = (log: RawLog, { executions }: Told): Reading => {
  const event = decodeLog(outboxAbi, log);
  if (event === undefined) return undefined;
  const { transactionIndex, l2Sender } = event.args;
  executions.push({ position: transactionIndex, l2Sender });
  return { kind: 'claimed', transferKey: withdrawalKey(transactionIndex), fields: { ...BACK, position: transactionIndex } };
};

const onGateway = (log: RawLog, told: Told): Reading => {
  const event = decodeLog(l1GatewayAbi, log);
  if (event === undefined) return undefined;
  const { l1Token, from, to, amount } = event.args;
  const token = tokenOf(l1Token);
  if (token === undefined) return null;
  if (event.eventName === 'WithdrawalFinalized') {
    return paid(told.executions.at(-1), { ...agreed(BACK, token, amount, to), depositor: from }, to, amount);
  }
  const ticketId = ticketOf(event.args.sequenceNumber, told);
  const fields = { ...agreed(THERE, token, amount, to), depositor: from };
  if (ticketId === undefined) return { kind: 'deposit', fields };
  return { kind: 'deposit', transferKey: depositKey(ticketId), fields: { ...fields, ticketId, guid: ticketId } };
};

const isGateway = (address: string): boolean => TOKENS.some(({ l1Gateway }) => same(l1Gateway, address));

/**
 * Reads the logs of one transaction on Ethereum, in their order. A deposit: the bridge numbers the message, the inbox shows it, the gateway
 * says what it carries; of the first two the ticket's id is made. A claim: the outbox names the withdrawal, the gateway or the bridge says what was
 * paid.
 */
export const readEthereumLogs = (logs: readonly RawLog[]): readonly Reading[] => {
  const told: Told = { delivered: new Map(), messages: new Map(), executions: [] };
  return logs.map((log) => {
    if (same(log.address, BRIDGE)) return onBridge(log, told);
    if (same(log.address, INBOX)) return onInbox(log, told);
    if (same(log.address, OUTBOX)) return onOutbox(log, told);
    return isGateway(log.address) ? onGateway(log, told) : undefined;
  });
};
