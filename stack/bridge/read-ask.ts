import { z } from 'zod';
import type { TransferReference } from '#bridges/_kit/port.ts';
import type { QuoteQuestion } from '#bridges/_kit/quote-question.ts';
import { parseAmount } from '#core/domain/amount.ts';
import { findChain } from '#core/domain/chain.ts';
import { parseCorridorEnds } from '#core/domain/corridor.ts';
import { UsageError } from './usage-error.ts';

const EXAMPLE = `'{"from":"ethereum:USDC","to":"base:USDC","amountIn":"1000000000"}'`;

const questionShape = z.object({ from: z.string(), to: z.string(), amountIn: z.union([z.string(), z.int()]) });
const transferShape = z.object({
  originChainId: z.union([z.string(), z.int()]),
  transactionHash: z.string().optional(),
  id: z.union([z.string(), z.int().transform(String)]).optional(),
});

export interface Ask {
  readonly question?: QuoteQuestion;
  readonly transfer?: TransferReference;
}

/**
 * Reads `--ask`: a question for a quote, or, for an answer about a transfer, what is known of it (`originChainId` with a
 * `transactionHash` or an `id`). Throws a UsageError that names the field.
 */
export const readAsk = (text: string): Ask => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UsageError(`--ask is no JSON: write ${EXAMPLE}.`);
  }
  const asked = questionShape.safeParse(json);
  if (asked.success) return { question: questionOf(asked.data) };
  const transfer = transferShape.safeParse(json);
  if (transfer.success) return { transfer: transferOf(transfer.data) };
  const [issue] = asked.error.issues;
  throw new UsageError(`--ask: ${issue?.path.join('.') || 'question'}: ${issue?.message}. Write ${EXAMPLE}.`);
};

const questionOf = ({ from, to, amountIn }: z.infer<typeof questionShape>): QuoteQuestion => {
  const corridor = parseCorridorEnds(from, to, { from: 'from', to: 'to' });
  if (!corridor.ok) throw new UsageError(`--ask: ${corridor.error.pointer}: ${corridor.error.detail}.`);
  const amount = parseAmount(String(amountIn), 'amountIn');
  if (!amount.ok) throw new UsageError(`--ask: amountIn: ${amount.error.detail}.`);
  return { corridor: corridor.value, amountIn: amount.value };
};

const transferOf = ({ originChainId, transactionHash, id }: z.infer<typeof transferShape>): TransferReference => {
  const chain = findChain(String(originChainId))?.chainId ?? Number(originChainId);
  if (!Number.isSafeInteger(chain) || chain <= 0) throw new UsageError(`--ask: originChainId: no chain "${originChainId}".`);
  return { originChainId: chain, ...(transactionHash === undefined ? {} : { transactionHash }), ...(id === undefined ? {} : { id }) };
};
