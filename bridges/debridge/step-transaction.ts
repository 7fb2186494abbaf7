import { decodeFunctionData, encodeAbiParameters, encodeFunctionData, getAbiItem, getAddress, type Hex, size } from 'viem';
import { err, ok, type Result } from '#core/result.ts';
import { askReceipt } from '../_kit/ask-receipt.ts';
import { decodeLog } from '../_kit/decode-log.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readAnswer } from '../_kit/read-answer.ts';
import { readResults } from '../_kit/read-results.ts';
import type { StepFailure, StepRequest, StepTransaction } from '../_kit/to-sign.ts';
import { destinationAbi, sourceAbi } from './abi.ts';
import { askApi } from './ask-api.ts';
import { chainIdOf, DLN_CHAINS, DLN_DESTINATION, DLN_SOURCE } from './contracts.ts';
import { cancelTx } from './schemas.ts';

/** An allowance over what the simnet's stand-in takes: the message back goes through deBridge's gate. */
const CANCEL_GAS = 400_000n;

/**
 * The most that calling off may cost in the destination's coin: deBridge's fee for a message (0.001 ether, 0.5 POL, 0.05 AVAX) and what whoever delivers
 * it on the origin is paid, with room for a dear day on Ethereum.
 */
const VALUE_MAX: Readonly<Record<number, bigint>> = { 137: 300n * 10n ** 18n, 43114: 10n * 10n ** 18n };
const VALUE_MAX_ELSEWHERE = 5n * 10n ** 16n;

const [ORDER] = getAbiItem({ abi: destinationAbi, name: 'sendEvmOrderCancel' }).inputs;

/**
 * Calls off an order that nobody has filled: on its destination, by who was named when it was made, and all of it comes back on the origin. The API alone knows
 * what the message back costs; the call that it gives must be that of the order in the deposit's own log, with the money going back to who paid.
 */
export const stepTransaction = async (
  context: BridgeContext,
  { step, transferKey, originChainId, originTransaction, sender }: StepRequest,
): Promise<Result<StepTransaction, StepFailure>> => {
  if (step !== 'cancel') return err({ code: 'STEP_NOT_BUILT', detail: `an order of DLN can be called off; it has no ${step}` });
  const orderId = transferKey.slice(transferKey.lastIndexOf(':') + 1).toLowerCase() as Hex;
  const made = await askOrder(context, { originChainId, originTransaction, orderId });
  if (!made.ok) return made;
  const order = made.value;
  const authority = addressOf(order.orderAuthorityAddressDst);
  if (authority?.toLowerCase() !== sender.toLowerCase()) {
    return err({ code: 'WRONG_SENDER', detail: `the order lets ${authority ?? order.orderAuthorityAddressDst} alone call it off` });
  }
  const chainId = chainIdOf(Number(order.takeChainId));
  if (!(DLN_CHAINS as readonly number[]).includes(chainId)) {
    return err({ code: 'STEP_NOT_BUILT', detail: `the order is to be filled on chain ${chainId}, which is none of those here` });
  }
  const open = await askOpen(context, chainId, orderId);
  if (!open.ok) return open;
  const asked = await askApi(context, `/dln/order/${orderId}/cancel-tx`, cancelTx);
  if (!asked.ok) return asked;
  const { to, data, value } = asked.value;
  const other = otherCall(asked.value, { order, chainId });
  if (other !== undefined) return fail('MALFORMED_ANSWER', `/cancel-tx: ${other}`);
  return ok({ chainId, to, data, value, usualGas: CANCEL_GAS });
};

type Order = Parameters<typeof encodeFunctionData<typeof destinationAbi, 'sendEvmOrderCancel'>>[0]['args'][0];

const addressOf = (bytes: Hex): Hex | undefined => (size(bytes) === 20 ? getAddress(bytes) : undefined);

/** The order as the log of the transaction that made it has it: whole. */
const askOrder = async (
  context: BridgeContext,
  { originChainId, originTransaction, orderId }: Pick<StepRequest, 'originChainId' | 'originTransaction'> & { orderId: Hex },
): Promise<Result<Order, StepFailure>> => {
  const logs = await askReceipt(context, originChainId, originTransaction);
  if (!logs.ok) return logs;
  for (const log of logs.value) {
    const event = log.address.toLowerCase() === DLN_SOURCE.toLowerCase() ? decodeLog(sourceAbi, log) : undefined;
    if (event?.eventName === 'CreatedOrder' && event.args.orderId.toLowerCase() === orderId) return ok(event.args.order);
  }
  return fail('UPSTREAM_ERROR', `the node of chain ${originChainId} does not show the order that ${originTransaction} made`);
};

/** What a destination says of an order: 0 is nothing yet. */
const TAKEN = ['', 'filled', 'filled, and its solver repaid', 'called off: its money is on the way back'] as const;

const askOpen = async (context: BridgeContext, chainId: number, orderId: Hex): Promise<Result<void, StepFailure>> => {
  const call = { to: DLN_DESTINATION, data: encodeFunctionData({ abi: destinationAbi, functionName: 'takeOrders', args: [orderId] }) };
  const results = readResults(await context.rpc.call(chainId, [call], context.signal), 1);
  if (!results.ok) return results;
  const taken = readAnswer(destinationAbi, 'takeOrders', results.value[0]);
  if (!taken.ok) return taken;
  const [status] = taken.value;
  return status === 0 ? ok(undefined) : err({ code: 'NOTHING_TO_SIGN', detail: `the order is ${TAKEN[status] ?? `in state ${status}`}` });
};

const encoded = (order: Order): Hex => encodeAbiParameters([ORDER], [order]);

/** In what the API's call is another than the one that calls this order off; undefined when it is that one. */
const otherCall = (
  told: { to: string; data: string; value: bigint; chainId: number },
  { order, chainId }: { order: Order; chainId: number },
): string | undefined => {
  if (chainIdOf(told.chainId) !== chainId) return `a transaction on chain ${told.chainId}, the order is to be filled on ${chainId}`;
  if (told.to.toLowerCase() !== DLN_DESTINATION.toLowerCase()) return `a call of ${told.to}`;
  const args = cancelIn(told.data as Hex);
  if (args === undefined) return 'calldata that calls no order off, or more besides';
  const [called, beneficiary, executionFee] = args;
  if (encoded(called) !== encoded(order)) return 'another order';
  const owner = order.allowedCancelBeneficiarySrc === '0x' ? order.givePatchAuthoritySrc : order.allowedCancelBeneficiarySrc;
  if (beneficiary.toLowerCase() !== owner.toLowerCase()) return `the money goes back to ${beneficiary}, the order says ${owner}`;
  const most = VALUE_MAX[chainId] ?? VALUE_MAX_ELSEWHERE;
  if (told.value < executionFee || told.value > most) return `${told.value} wei for a message, of which ${executionFee} for its delivery`;
  return undefined;
};

const cancelIn = (data: Hex): readonly [Order, Hex, bigint] | undefined => {
  try {
    const { functionName, args } = decodeFunctionData({ abi: destinationAbi, data });
    if (functionName !== 'sendEvmOrderCancel') return undefined;
    // Nothing may follow that was not read.
    return encodeFunctionData({ abi: destinationAbi, functionName, args }) === data.toLowerCase() ? args : undefined;
  } catch {
    return undefined;
  }
};
