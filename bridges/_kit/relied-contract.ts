import { type Abi, type ContractFunctionArgs, type ContractFunctionName, encodeFunctionData } from 'viem';
import { readView } from './read-view.ts';

/** A contract that a bridge cannot do without on a chain. What a chain says of it is held against this before anybody's money goes there. */
export interface ReliedContract {
  /** As its vendor calls it: `SpokePool`. */
  readonly name: string;
  /** Checksummed. */
  readonly address: string;
  /** Where the address was published: a package with its version, or a page. */
  readonly source: string;
  /** What it says of itself, by which another contract at that address would be found out. */
  readonly facts?: readonly ContractFact[];
}

/** A view of the contract, and the one answer that it may give. */
export interface ContractFact {
  /** In words: `eid`, `token`. */
  readonly name: string;
  /** Calldata, 0x-hex. */
  readonly data: string;
  /** As `read` gives it: numbers in decimal digits, addresses checksummed. */
  readonly expected: string;
  /** Undefined when these bytes are no answer of that view. */
  read(data: string): string | undefined;
}

/** What one view must answer. `expected` as viem reads it, for example a checksummed address. */
export const factOf = <const A extends Abi, N extends ContractFunctionName<A>>(
  abi: A,
  functionName: N,
  expected: string | number | bigint,
  args: ContractFunctionArgs<A, 'view', N> | readonly [] = [],
): ContractFact => ({
  name: functionName,
  data: encodeFunctionData({ abi: abi as Abi, functionName: functionName as string, args: args as readonly unknown[] }),
  expected: String(expected),
  read: (data) => {
    const value = readView(abi, functionName, data);
    return value === undefined ? undefined : String(value);
  },
});
