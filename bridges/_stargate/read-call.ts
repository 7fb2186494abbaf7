import {
  type Abi,
  type ContractFunctionName,
  type DecodeFunctionResultReturnType,
  decodeErrorResult,
  decodeFunctionResult,
  type Hex,
} from 'viem';
import type { FailureCode, QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail, failure } from '../_kit/failure.ts';
import type { CallResult } from '../_kit/read-results.ts';
import { errorsAbi } from './abi.ts';

const REVERTS: Readonly<Record<(typeof errorsAbi)[number]['name'], FailureCode>> = {
  Path_InsufficientCredit: 'INSUFFICIENT_LIQUIDITY',
  Stargate_SlippageTooHigh: 'INSUFFICIENT_LIQUIDITY',
  SlippageExceeded: 'INSUFFICIENT_LIQUIDITY',
  Stargate_InvalidAmount: 'AMOUNT_TOO_LOW',
  Stargate_InvalidPath: 'UNSUPPORTED_ROUTE',
  Stargate_Paused: 'PAUSED',
  Stargate_InsufficientFare: 'UPSTREAM_ERROR',
  // A fare of nothing is how a bus is taken out of service.
  Bus_InvalidFare: 'UNSUPPORTED_ROUTE',
  Bus_QueueFull: 'INSUFFICIENT_LIQUIDITY',
  NoPeer: 'UNSUPPORTED_ROUTE',
  LZ_DefaultSendLibUnavailable: 'UNSUPPORTED_ROUTE',
  LZ_DefaultReceiveLibUnavailable: 'UNSUPPORTED_ROUTE',
  LZ_UnsupportedEid: 'UNSUPPORTED_ROUTE',
  LZ_InsufficientFee: 'UPSTREAM_ERROR',
  NotEnoughNative: 'UPSTREAM_ERROR',
  Transfer_TransferFailed: 'UPSTREAM_ERROR',
};

/** What a call gave back, or the failure that its revert, its silence or its bytes mean. */
export const readCall = <const abi extends Abi, name extends ContractFunctionName<abi>>(
  abi: abi,
  functionName: name,
  result: CallResult | undefined,
): Result<DecodeFunctionResultReturnType<abi, name>, QuoteFailure> => {
  if (result === undefined) return fail('MALFORMED_ANSWER', `no result of ${functionName}`);
  if (!result.ok) return { ok: false, error: revertOf(functionName, result.data) };
  if (result.data === '0x') return fail('UNSUPPORTED_ROUTE', `no contract answers ${functionName} at the pool's address`);
  try {
    return ok(decodeFunctionResult({ abi, functionName, data: result.data as Hex } as never) as DecodeFunctionResultReturnType<abi, name>);
  } catch {
    return fail('MALFORMED_ANSWER', `${functionName} answered bytes that do not fit its ABI`);
  }
};

const revertOf = (functionName: string, data: string): QuoteFailure => {
  try {
    const { errorName } = decodeErrorResult({ abi: errorsAbi, data: data as Hex });
    if (Object.hasOwn(REVERTS, errorName)) {
      return failure(REVERTS[errorName as keyof typeof REVERTS], `${functionName} reverted with ${errorName}`);
    }
  } catch {
    // Falls through: an error that we do not know is told by its bytes.
  }
  return failure('UPSTREAM_ERROR', `${functionName} reverted with ${data === '0x' ? 'no reason' : data.slice(0, 10)}`);
};
