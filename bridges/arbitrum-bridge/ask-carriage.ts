import { encodeFunctionData } from 'viem';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readAnswer } from '../_kit/read-answer.ts';
import { readBaseFee, readResults } from '../_kit/read-results.ts';
import { inboxAbi } from './abi.ts';
import { readToken, tokenCalls } from './ask-token.ts';
import { INBOX, L1_CHAIN_ID, L2_CHAIN_ID } from './contracts.ts';
import type { Way } from './way.ts';

/** What is paid with a deposit for its message to be kept and carried out on Arbitrum. Wei, and units of gas there. */
export interface Carriage {
  readonly maxSubmissionCost: bigint;
  readonly gasLimit: bigint;
  readonly maxFeePerGas: bigint;
}

/**
 * Both fees move until the message is there. What is offered is what @arbitrum/sdk 4.1.0 offers (300 % and 500 % on top): what is not used
 * comes back, and an offer that is too low reverts here, or leaves the message lying there.
 */
const SUBMISSION_FACTOR = 4n;
const GAS_PRICE_FACTOR = 6n;

/** A payment to somebody takes 21 000 gas, and more where a contract takes it; minting a token some 100 000. */
const ETHER_GAS_LIMIT = 100_000n;
const TOKEN_GAS_LIMIT = 300_000n;

/** Calldata of `finalizeInboundTransfer` without extra data: a selector, five words, a length and four words of two empty `bytes`. */
export const TOKEN_MESSAGE_BYTES = 4n + 5n * 32n + 32n + 4n * 32n;

/** No message of ours costs more than an ether to keep; at a base fee of 10 000 gwei it would be a tenth of that. */
const SUBMISSION_COST_MAX = 10n ** 18n;

/** Asks both chains for their base fees, and Ethereum's inbox what it takes to keep such a message. */
export const askCarriage = async (context: BridgeContext, { token }: Way): Promise<Result<Carriage, QuoteFailure>> => {
  const { rpc, signal } = context;
  const [l1, l2] = await Promise.all([rpc.baseFee(L1_CHAIN_ID, signal), rpc.baseFee(L2_CHAIN_ID, signal)]);
  const l1BaseFee = readBaseFee(l1);
  if (!l1BaseFee.ok) return l1BaseFee;
  const l2BaseFee = readBaseFee(l2);
  if (!l2BaseFee.ok) return l2BaseFee;
  const dataLength = token === undefined ? 0n : TOKEN_MESSAGE_BYTES;
  // The inbox takes a base fee of 0 for "that of this block", which no call can see.
  const baseFee = l1BaseFee.value > 0n ? l1BaseFee.value : 1n;
  const calls = [
    { to: INBOX, data: encodeFunctionData({ abi: inboxAbi, functionName: 'paused' }) },
    {
      to: INBOX,
      data: encodeFunctionData({ abi: inboxAbi, functionName: 'calculateRetryableSubmissionFee', args: [dataLength, baseFee] }),
    },
    ...tokenCalls(token),
  ];
  const results = readResults(await rpc.call(L1_CHAIN_ID, calls, signal), calls.length);
  if (!results.ok) return results;
  const paused = readAnswer(inboxAbi, 'paused', results.value[0]);
  if (!paused.ok) return paused;
  if (paused.value) return fail('PAUSED', 'deposits are paused');
  const fee = readAnswer(inboxAbi, 'calculateRetryableSubmissionFee', results.value[1]);
  if (!fee.ok) return fee;
  const known = readToken(token, results.value.slice(2));
  if (!known.ok) return known;
  const maxSubmissionCost = fee.value * SUBMISSION_FACTOR;
  if (maxSubmissionCost > SUBMISSION_COST_MAX) return fail('IMPLAUSIBLE_ANSWER', `the inbox asks for ${fee.value} wei to keep a message`);
  return ok({
    maxSubmissionCost,
    gasLimit: token === undefined ? ETHER_GAS_LIMIT : TOKEN_GAS_LIMIT,
    maxFeePerGas: l2BaseFee.value * GAS_PRICE_FACTOR,
  });
};
