import { decodeFunctionResult, encodeFunctionData, type Hex } from 'viem';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { askReceipt } from '../_kit/ask-receipt.ts';
import { decodeLog } from '../_kit/decode-log.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readAnswer } from '../_kit/read-answer.ts';
import { readAsked, readResults } from '../_kit/read-results.ts';
import type { StepFailure, StepRequest, StepTransaction } from '../_kit/to-sign.ts';
import { arbSysAbi, claimAbi, nodeInterfaceAbi } from './abi.ts';
import { askSent, type Sent } from './ask-sent.ts';
import { ARB_SYS, L1_CHAIN_ID, L2_CHAIN_ID, NODE_INTERFACE, OUTBOX } from './contracts.ts';
import { same, withdrawalKey } from './event-fields.ts';
import { GAS } from './quote.ts';
import { redeemTransaction } from './redeem-transaction.ts';

/**
 * The claim of a deposit is its redeem. That of a withdrawal: Outbox.executeTransaction with what its log on Arbitrum says, and with a proof against what the outbox believes has left. A
 * node of Arbitrum makes the proof, for a call that no contract makes.
 */
export const stepTransaction = async (
  context: BridgeContext,
  { step, transferKey, originChainId, originTransaction }: StepRequest,
): Promise<Result<StepTransaction, StepFailure>> => {
  if (step !== 'claim') return err({ code: 'STEP_NOT_BUILT', detail: 'what Arbitrum carries is claimed; nothing else is built' });
  if (originChainId !== L2_CHAIN_ID) return redeemTransaction(context, transferKey);
  const message = await askMessage(context, transferKey, originTransaction);
  if (!message.ok) return message;
  const { position } = message.value;
  const spent = await askSpent(context, position);
  if (!spent.ok) return spent;
  if (spent.value) return err({ code: 'NOTHING_TO_SIGN', detail: 'the withdrawal was claimed already' });
  const sent = await askSent(context);
  if (!sent.ok) return sent;
  if (sent.value === undefined || position >= sent.value.count) {
    return err({ code: 'STEP_NOT_READY', detail: 'no assertion that holds the withdrawal is confirmed yet', readyAtMs: null });
  }
  const proof = await askProof(context, message.value, sent.value);
  if (!proof.ok) return proof;
  const { caller, destination, arbBlockNum, ethBlockNum, timestamp, callvalue, data } = message.value;
  const call = encodeFunctionData({
    abi: claimAbi,
    functionName: 'executeTransaction',
    args: [proof.value, position, caller, destination, arbBlockNum, ethBlockNum, timestamp, callvalue, data],
  });
  return ok({ chainId: L1_CHAIN_ID, to: OUTBOX, data: call, value: 0n, usualGas: data === '0x' ? GAS.claim.ether : GAS.claim.token });
};

type Event = Extract<NonNullable<ReturnType<typeof decodeLog<typeof arbSysAbi>>>, { eventName: 'L2ToL1Tx' }>;
type Message = Event['args'];

/** What left Arbitrum with the deposit's transaction, at the place that the transfer is named by. */
const askMessage = async (
  context: BridgeContext,
  transferKey: string,
  originTransaction: string,
): Promise<Result<Message, QuoteFailure>> => {
  const logs = await askReceipt(context, L2_CHAIN_ID, originTransaction);
  if (!logs.ok) return logs;
  for (const log of logs.value) {
    const event = same(log.address, ARB_SYS) ? decodeLog(arbSysAbi, log) : undefined;
    if (event !== undefined && withdrawalKey(event.args.position) === transferKey) return ok(event.args);
  }
  return fail('UPSTREAM_ERROR', `the node of Arbitrum does not show the withdrawal that ${originTransaction} made`);
};

const askSpent = async (context: BridgeContext, position: bigint): Promise<Result<boolean, QuoteFailure>> => {
  const call = { to: OUTBOX, data: encodeFunctionData({ abi: claimAbi, functionName: 'isSpent', args: [position] }) };
  const results = readResults(await context.rpc.call(L1_CHAIN_ID, [call], context.signal), 1);
  return results.ok ? readAnswer(claimAbi, 'isSpent', results.value[0]) : results;
};

const askProof = async (
  { rpc, signal }: BridgeContext,
  { position, hash }: Message,
  { root, count }: Sent,
): Promise<Result<readonly Hex[], QuoteFailure>> => {
  const call = {
    to: NODE_INTERFACE,
    data: encodeFunctionData({ abi: nodeInterfaceAbi, functionName: 'constructOutboxProof', args: [count, position] }),
  };
  const asked = readAsked(await rpc.ask(L2_CHAIN_ID, { method: 'eth_call', params: [call, 'latest'] }, signal));
  if (!asked.ok) return asked;
  try {
    const [item, provenRoot, proof] = decodeFunctionResult({
      abi: nodeInterfaceAbi,
      functionName: 'constructOutboxProof',
      data: asked.value as Hex,
    });
    if (BigInt(item) !== hash) return fail('MALFORMED_ANSWER', `a proof of ${item}, asked was message ${position}`);
    return same(provenRoot, root) ? ok(proof) : fail('MALFORMED_ANSWER', `a proof to ${provenRoot}, the outbox knows ${root}`);
  } catch {
    return fail('MALFORMED_ANSWER', 'the node answered what is no proof');
  }
};
