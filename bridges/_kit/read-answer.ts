import type { Abi, ContractFunctionName, ContractFunctionReturnType } from 'viem';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from './failure.ts';
import type { CallResult } from './read-results.ts';
import { readView } from './read-view.ts';

/** What a view of a contract that reverts with nothing of interest answered, or what its silence, its revert or its bytes mean. */
export const readAnswer = <const A extends Abi, N extends ContractFunctionName<A>>(
  abi: A,
  functionName: N,
  result: CallResult | undefined,
): Result<ContractFunctionReturnType<A, 'view', N>, QuoteFailure> => {
  if (result === undefined) return fail('MALFORMED_ANSWER', `${functionName} was not answered`);
  if (!result.ok) return fail('UPSTREAM_ERROR', `${functionName} reverts`);
  if (result.data === '0x') return fail('UNSUPPORTED_ROUTE', `no contract answers ${functionName}`);
  const value = readView(abi, functionName, result.data);
  return value === undefined ? fail('MALFORMED_ANSWER', `${functionName} answers what is no answer of it`) : ok(value);
};
