import { decodeFunctionData, type Hex } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { checkAnswer } from '../_kit/check-answer.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { BridgeTransaction, TransactionFailure, TransactionRequest } from '../_kit/to-sign.ts';
import { depositoryAbi } from './abi.ts';
import { addressDeposit } from './address-deposit.ts';
import { askQuote } from './ask-quote.ts';
import { DEPOSITORY } from './contracts.ts';
import { answerOf } from './quote.ts';
import { requestOf } from './request-of.ts';
import type { RelayQuote } from './schemas.ts';

const BPS = 10_000n;

/**
 * How far the payment may fall below the answer, as Relay is told it: what was accepted, less one basis point, as the answer may itself be a
 * little below what was shown.
 */
const toleranceOf = ({ quoted, minAmountOut }: TransactionRequest): number => {
  const { amountOut } = quoted;
  if (amountOut <= 0n || minAmountOut >= amountOut) return 0;
  return Math.max(Number(((amountOut - minAmountOut) * BPS) / amountOut) - 1, 0);
};

/**
 * The deposit to sign, from an answer of now that is made for this sender and recipient. Relay binds itself to the request that the deposit
 * names: it pays out at least the answer's minimum, or refunds. Only a deposit into the depository is handed on, with just the token and the
 * amount that were asked; no other contract and no other call is ever signed. Where it was asked for, the deposit is a plain transfer to an
 * address of the request's own instead.
 */
export const transaction = async (
  context: BridgeContext,
  request: TransactionRequest,
): Promise<Result<BridgeTransaction, TransactionFailure>> => {
  const { corridor, amountIn, sender, recipient, minAmountOut } = request;
  const { depositAddress: byAddress = false } = request;
  const asked = await askQuote(context, request, { sender, recipient, slippageBps: toleranceOf(request), byAddress });
  if (!asked.ok) return asked;
  const nowMs = context.now();
  const answer = answerOf(asked.value, request, nowMs);
  if (!answer.ok) return answer;
  const checked = checkAnswer({ question: request, answer: answer.value, observedAtMs: nowMs });
  if (!checked.ok) return checked;
  const deposit = byAddress ? addressDeposit(asked.value, request) : depositOf(asked.value, request);
  if (!deposit.ok) return deposit;
  const { amountOut, minAmountOut: least } = checked.value;
  if (amountOut < minAmountOut || least < minAmountOut) {
    const detail = `Relay now pays ${amountOut}, and at least ${least}; accepted were ${minAmountOut}`;
    return err({ code: 'QUOTE_MOVED', detail, amountOut });
  }
  return ok({
    chainId: corridor.from.chainId,
    ...deposit.value,
    amountSent: amountIn,
    amountOut,
    minAmountOut: least,
    etaSeconds: checked.value.etaSeconds,
    validUntilMs: checked.value.validUntilMs,
    usualGas: checked.value.originGas,
  });
};

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

type Call = Pick<BridgeTransaction, 'to' | 'data' | 'value' | 'spender' | 'request'>;

/** The call of the depository, read before it is handed on. */
const depositOf = (told: RelayQuote, { corridor, amountIn, sender }: TransactionRequest): Result<Call, QuoteFailure> => {
  const { steps } = told;
  const refused = (why: string) => fail('MALFORMED_ANSWER', why);
  const calls = steps.filter(({ id }) => id === 'deposit').flatMap(({ items }) => items.flatMap(({ data }) => data ?? []));
  const [call] = calls;
  if (call === undefined || calls.length > 1) return refused(`${calls.length} deposits are asked for`);
  if (!call.to || !same(call.to, DEPOSITORY)) return refused(`the deposit goes to ${call.to}, which is not Relay’s depository`);
  const read = readCall(call.data ?? '0x');
  if (read === undefined) return refused('the deposit is no call of the depository');
  const { from } = corridor;
  const wanted = from.address === NATIVE_ADDRESS ? 'depositNative' : 'depositErc20';
  if (read.functionName !== wanted) return refused(`the deposit is a ${read.functionName}`);
  const [depositor] = read.args;
  const id = read.functionName === 'depositErc20' ? read.args[3] : read.args[1];
  if (!same(depositor, sender) && !/^0x0+$/.test(depositor)) return refused(`the deposit is made for ${depositor}`);
  if (read.functionName === 'depositErc20') {
    const [, token, amount] = read.args;
    if (!same(token, from.address) || amount !== amountIn) return refused(`the deposit takes ${amount} of ${token}`);
  }
  const transferId = id.toLowerCase();
  const numbers = requestOf(told);
  const native = from.address === NATIVE_ADDRESS;
  return ok({
    to: DEPOSITORY,
    data: call.data as Hex,
    value: native ? amountIn : 0n,
    ...(native ? {} : { spender: DEPOSITORY }),
    // What the depository is told is what its log will say.
    request: { requestId: numbers.ok ? numbers.value.requestId : transferId, transferId },
  });
};

const readCall = (data: string) => {
  try {
    return decodeFunctionData({ abi: depositoryAbi, data: data as Hex });
  } catch {
    return undefined;
  }
};
