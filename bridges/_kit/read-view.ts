import { type Abi, type ContractFunctionName, type ContractFunctionReturnType, decodeFunctionResult, type Hex } from 'viem';

/** What a view call answered; undefined when these bytes are no answer of it. */
export const readView = <const A extends Abi, N extends ContractFunctionName<A>>(
  abi: A,
  functionName: N,
  data: string,
): ContractFunctionReturnType<A, 'view', N> | undefined => {
  try {
    return decodeFunctionResult({ abi: abi as Abi, functionName: functionName as string, data: data as Hex }) as ContractFunctionReturnType<
      A,
      'view',
      N
    >;
  } catch {
    return undefined;
  }
};
