import { concatHex, type Hex, hexToNumber, isHex, pad, size, slice } from 'viem';
import type { JsonRpc, JsonRpcOutcome } from '#platform/rpc/json-rpc.ts';

/**
 * Creation code that deploys nothing: run by eth_call, it answers with the code size of each address that is appended to it, 32 bytes each.
 * One call instead of an eth_getCode an address, each of which would bring the whole code.
 *
 *     n := codesize - 36;  codecopy(0, 36, n);  for (i := 0; i < n; i += 32) { mem[i] := extcodesize(mem[i]) };  return(0, n)
 */
const PROGRAM = '0x6024380380602460003960005b81811015601f5780513b8152602001600c565b506000f3';
const WORD_BYTES = 32;

export type CodeSizes =
  /** Bytes of code at each address, in the order of the addresses. */
  { readonly kind: 'sizes'; readonly sizes: readonly number[] } | { readonly kind: 'unread'; readonly detail: string };

type Failure = Exclude<JsonRpcOutcome, { kind: 'result' }>;

export const troubleOf = (outcome: Failure): string => {
  if (outcome.kind === 'timeout') return 'no answer in time';
  if (outcome.kind === 'rate-limited') return 'the endpoint limits our rate';
  return outcome.kind === 'refused' ? `the node refused: ${outcome.code} ${outcome.message}` : outcome.detail;
};

/** How much code stands at each address of a chain. A node that takes no call without a receiver is asked for each code. */
export const readCodeSizes = async (
  jsonRpc: JsonRpc,
  chainId: number,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<CodeSizes> => {
  if (addresses.length === 0) return { kind: 'sizes', sizes: [] };
  const data = concatHex([PROGRAM, ...addresses.map((address) => pad(address as Hex, { size: WORD_BYTES }))]);
  const outcome = await jsonRpc.request(chainId, { method: 'eth_call', params: [{ data }, 'latest'] }, signal);
  if (outcome.kind === 'result') {
    const { result } = outcome;
    if (isHex(result) && size(result) === addresses.length * WORD_BYTES) {
      const word = (at: number): number => hexToNumber(slice(result, at * WORD_BYTES, (at + 1) * WORD_BYTES));
      return { kind: 'sizes', sizes: addresses.map((_, at) => word(at)) };
    }
  } else if (outcome.kind !== 'refused') return { kind: 'unread', detail: troubleOf(outcome) };
  return readEach(jsonRpc, chainId, addresses, signal);
};

/** One after the other: an endpoint that is this particular is no place to hurry. */
const readEach = async (jsonRpc: JsonRpc, chainId: number, addresses: readonly string[], signal: AbortSignal): Promise<CodeSizes> => {
  const sizes: number[] = [];
  for (const address of addresses) {
    const outcome = await jsonRpc.request(chainId, { method: 'eth_getCode', params: [address, 'latest'] }, signal);
    if (outcome.kind !== 'result') return { kind: 'unread', detail: troubleOf(outcome) };
    if (!isHex(outcome.result)) return { kind: 'unread', detail: 'eth_getCode did not answer with bytes' };
    sizes.push(size(outcome.result));
  }
  return { kind: 'sizes', sizes };
};
