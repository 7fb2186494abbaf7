import { type StepAhead, stepsField } from '#core/domain/user-step.ts';
import { decodeLog } from '../_kit/decode-log.ts';
import type { BridgeEvent, RawLog, TransactionOutcome } from '../_kit/port.ts';
import { arbSysAbi, l2GatewayAbi, retryableAbi } from './abi.ts';
import { ASSERTION_SECONDS, CONFIRMATION_SECONDS } from './ask-wait.ts';
import { ARB_RETRYABLE_TX, ARB_SYS, L1_CHAIN_ID, L2_CHAIN_ID, TOKENS } from './contracts.ts';
import { agreed, BACK, depositKey, ETHER, same, THERE, tokenOf, withdrawalKey } from './event-fields.ts';

type Reading = BridgeEvent | null | undefined;

/** What a withdrawal's user has to send, as the mainnets have it: the log itself does not say. */
const userSteps = stepsField([
  { kind: 'claim', chainId: L1_CHAIN_ID, afterSeconds: ASSERTION_SECONDS + CONFIRMATION_SECONDS },
] satisfies readonly StepAhead[]);

/** Messages of whoever sends them: one with ether and without calldata is a withdrawal, a gateway tells of its own. */
const onArbSys = (log: RawLog): Reading => {
  const event = decodeLog(arbSysAbi, log);
  if (event === undefined) return undefined;
  const { caller, destination, position, callvalue, data } = event.args;
  if (data !== '0x' || callvalue === 0n) return null;
  const fields = { ...agreed(BACK, ETHER, callvalue, destination), depositor: caller, position, userSteps };
  return { kind: 'deposit', transferKey: withdrawalKey(position), fields };
};

/** How long a ticket is kept. Source: nitro, arbos/retryables, RetryableLifetimeSeconds. */
const TICKET_SECONDS = 7 * 86_400;

/** Who redeems takes the money there, and that can be anybody. */
const redeemStep = stepsField([{ kind: 'claim', chainId: L2_CHAIN_ID, afterSeconds: 0 }]);

/** How the redeems ended that a transaction's logs announce, by ticket. */
type Redeems = ReadonlyMap<string, TransactionOutcome | undefined>;

const redeemsIn = (logs: readonly RawLog[]): Redeems =>
  new Map(
    logs.flatMap((log) => {
      const event = same(log.address, ARB_RETRYABLE_TX) ? decodeLog(retryableAbi, log) : undefined;
      return event?.eventName === 'RedeemScheduled' ? [[event.args.ticketId, log.outcome] as const] : [];
    }),
  );

/** A ticket that waits for somebody to redeem it: it was not redeemed as it came, for want of gas, or in vain. */
const onCreated = ({ blockTimeMs }: RawLog, redeemed: boolean, outcome: TransactionOutcome | undefined): Waiting | null => {
  if (redeemed && (outcome === 'success' || outcome === undefined)) return null;
  const stepsUntil = blockTimeMs === undefined ? {} : { stepsUntil: BigInt(Math.floor(blockTimeMs / 1_000) + TICKET_SECONDS) };
  return { userSteps: redeemStep, ...stepsUntil };
};
type Waiting = Readonly<Record<string, string | bigint>>;

/**
 * What befalls a ticket. Its redeem is carried out right after it is scheduled, in a transaction of its own that does not name the ticket (and of
 * ether has no log): where that succeeds, this is the arrival, of whatever the ticket carries. A message that is no transfer has all this too, so
 * none of it makes a transfer by itself.
 */
const onRetryable = (log: RawLog, redeems: Redeems): Reading => {
  const event = decodeLog(retryableAbi, log);
  if (event === undefined) return undefined;
  const { ticketId } = event.args;
  const told = (kind: BridgeEvent['kind'], more: Waiting): BridgeEvent => ({
    kind,
    transferKey: depositKey(ticketId),
    fields: { ...THERE, ticketId, asDeposited: 'true', ...more },
  });
  switch (event.eventName) {
    case 'TicketCreated': {
      const waiting = onCreated(log, redeems.has(ticketId), redeems.get(ticketId));
      return waiting && told('message-delivered', waiting);
    }
    case 'LifetimeExtended':
      return told('message-delivered', { stepsUntil: event.args.newTimeout });
    case 'Canceled':
      // Its ether goes back, by this chain. A token stays with its gateway on the other, and nobody gets it.
      return told('refund', { inputToken: ETHER.l1Token });
    case 'RedeemScheduled':
      if (log.outcome === undefined) return told('message-delivered', { redeem: 'outcome unknown', retryTxHash: event.args.retryTxHash });
      // In vain, the ticket is what it was before.
      return log.outcome === 'success' ? told('fill', {}) : null;
  }
};

const onGateway = (log: RawLog): Reading => {
  const event = decodeLog(l2GatewayAbi, log);
  if (event === undefined) return undefined;
  const { l1Token, from, to, l2ToL1Id, amount } = event.args;
  const token = tokenOf(l1Token);
  if (token === undefined) return null;
  const fields = { ...agreed(BACK, token, amount, to), depositor: from, position: l2ToL1Id, userSteps };
  return { kind: 'deposit', transferKey: withdrawalKey(l2ToL1Id), fields };
};

const isGateway = (address: string): boolean => TOKENS.some(({ l2Gateway }) => same(l2Gateway, address));

/** Reads the logs of one transaction on Arbitrum: each says by itself which transfer it means. A new ticket's redeem, if there was one, is among them. */
export const readArbitrumLogs = (logs: readonly RawLog[]): readonly Reading[] => {
  const redeems = redeemsIn(logs);
  return logs.map((log) => {
    if (same(log.address, ARB_SYS)) return onArbSys(log);
    if (same(log.address, ARB_RETRYABLE_TX)) return onRetryable(log, redeems);
    return isGateway(log.address) ? onGateway(log) : undefined;
  });
};
