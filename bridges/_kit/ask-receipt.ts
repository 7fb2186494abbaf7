import { z } from 'zod';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from './failure.ts';
import { bytes32, evmAddress, issueOf } from './fields.ts';
import type { BridgeContext, RawLog } from './port.ts';
import { readAsked } from './read-results.ts';

const hex = z.string().regex(/^0x(?:[0-9a-fA-F]{2})*$/);
const receipt = z
  .object({
    blockNumber: z.string().regex(/^0x[0-9a-fA-F]{1,13}$/),
    logs: z.array(z.object({ address: evmAddress, topics: z.array(bytes32).max(4), data: hex })),
  })
  .nullable();

/** The logs that a transaction left on its chain, in their order; none when the node knows no such transaction. */
export const askReceipt = async (
  { rpc, signal }: BridgeContext,
  chainId: number,
  transactionHash: string,
): Promise<Result<readonly RawLog[], QuoteFailure>> => {
  const asked = readAsked(await rpc.ask(chainId, { method: 'eth_getTransactionReceipt', params: [transactionHash] }, signal));
  if (!asked.ok) return asked;
  const parsed = receipt.safeParse(asked.value);
  if (!parsed.success) return fail('MALFORMED_ANSWER', `a receipt: ${issueOf(parsed.error)}`);
  if (parsed.data === null) return ok([]);
  const blockNumber = Number(parsed.data.blockNumber);
  return ok(parsed.data.logs.map((log) => ({ chainId, ...log, blockNumber })));
};
