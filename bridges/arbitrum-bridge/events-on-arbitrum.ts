import { type StepAhead, stepsField } from '#core/domain/user-step.ts';
import { decodeLog } from '../_kit/decode-log.ts';
import type { BridgeEvent, RawLog } from '../_kit/port.ts';
import { arbSysAbi, l2GatewayAbi, retryableAbi } from './abi.ts';
import { ASSERTION_SECONDS, CONFIRMATION_SECONDS } from './ask-wait.ts';
import { ARB_RETRYABLE_TX, ARB_SYS, L1_CHAIN_ID, TOKENS } from './contracts.ts';
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

/**
 * A ticket's redeem, which is carried out right after, in a transaction of its own that does not name the ticket (and of ether has no log).
 * So this is the arrival, of whatever the ticket carries: a message that is no transfer has one too.
 */
const onRetryable = (log: RawLog): Reading => {
  const event = decodeLog(retryableAbi, log);
  if (event === undefined) return undefined;
  const { ticketId } = event.args;
  return { kind: 'fill', transferKey: depositKey(ticketId), fields: { ...THERE, ticketId, asDeposited: 'true' } };
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

/** Reads logs on Arbitrum: each says by itself which transfer it means. */
export const readArbitrumLogs = (logs: readonly RawLog[]): readonly Reading[] =>
  logs.map((log) => {
    if (same(log.address, ARB_SYS)) return onArbSys(log);
    if (same(log.address, ARB_RETRYABLE_TX)) return onRetryable(log);
    return isGateway(log.address) ? onGateway(log) : undefined;
  });
