import type { Hex } from 'viem';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { askReceipt } from '../_kit/ask-receipt.ts';
import { decodeLog } from '../_kit/decode-log.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { passerAbi } from './abi.ts';
import { L2_MESSAGE_PASSER, type OpStackChain } from './op-stack-chain.ts';

/** What left the chain, as the portal takes it. */
export interface Withdrawal {
  readonly nonce: bigint;
  readonly sender: Hex;
  readonly target: Hex;
  readonly value: bigint;
  readonly gasLimit: bigint;
  readonly data: Hex;
}

export interface Passed {
  readonly withdrawal: Withdrawal;
  readonly withdrawalHash: Hex;
  /** Block of the chain that it left in. */
  readonly blockNumber: bigint;
}

/** The withdrawal of that hash, from the log that its transaction left. */
export const askWithdrawal = async (
  context: BridgeContext,
  chain: OpStackChain,
  { withdrawalHash, originTransaction }: { withdrawalHash: string; originTransaction: string },
): Promise<Result<Passed, QuoteFailure>> => {
  const logs = await askReceipt(context, chain.chainId, originTransaction);
  if (!logs.ok) return logs;
  for (const log of logs.value) {
    const event = log.address.toLowerCase() === L2_MESSAGE_PASSER ? decodeLog(passerAbi, log) : undefined;
    if (event === undefined || event.args.withdrawalHash !== withdrawalHash) continue;
    const { withdrawalHash: hash, ...withdrawal } = event.args;
    return ok({ withdrawal, withdrawalHash: hash, blockNumber: BigInt(log.blockNumber ?? 0) });
  }
  return fail('UPSTREAM_ERROR', `the node of ${chain.name} does not show the withdrawal that ${originTransaction} made`);
};
