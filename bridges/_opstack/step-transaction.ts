import { encodeFunctionData, type Hex } from 'viem';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readAnswer } from '../_kit/read-answer.ts';
import { readResults } from '../_kit/read-results.ts';
import type { StepFailure, StepRequest, StepTransaction } from '../_kit/to-sign.ts';
import { withdrawalAbi } from './abi.ts';
import { askClaimable } from './ask-claimable.ts';
import { askGames } from './ask-games.ts';
import { askOutput, type Output } from './ask-output.ts';
import { askWithdrawal, type Passed } from './ask-withdrawal.ts';
import { L1_CHAIN_ID, type OpStackChain } from './op-stack-chain.ts';
import { CLAIM_GAS, PROVE_GAS } from './quote.ts';

/** Proposals whose claim is not what the chain's node says; so many are passed over before it is the node that is doubted. */
const FALSE_CLAIMS_MAX = 3;

/** Both steps of a withdrawal, on Ethereum: prove that it left, and claim it when the portal lets it be. What is sent is what its own log says. */
export const createStepTransaction =
  (chain: OpStackChain) =>
  async (context: BridgeContext, request: StepRequest): Promise<Result<StepTransaction, StepFailure>> => {
    const { step, transferKey, originChainId, originTransaction, sender } = request;
    if (step === 'cancel' || originChainId !== chain.chainId) {
      return err({ code: 'STEP_NOT_BUILT', detail: `a withdrawal from ${chain.name} is proven and claimed; nothing else is built` });
    }
    const named = transferKey.slice(transferKey.lastIndexOf(':') + 1);
    const passed = await askWithdrawal(context, chain, { withdrawalHash: named, originTransaction });
    if (!passed.ok) return passed;
    const { withdrawal, withdrawalHash } = passed.value;
    const finalized = await askFinalized(context, chain, withdrawalHash);
    if (!finalized.ok) return finalized;
    if (finalized.value) return err({ code: 'NOTHING_TO_SIGN', detail: 'the withdrawal was claimed already' });
    const on = { chainId: L1_CHAIN_ID, to: chain.l1.portal, value: 0n };
    if (step === 'prove') {
      const data = await proofCall(context, chain, passed.value);
      return data.ok ? ok({ ...on, data: data.value, usualGas: PROVE_GAS }) : data;
    }
    const submitter = await askClaimable(context, chain, { withdrawalHash, sender });
    if (!submitter.ok) return submitter;
    const isOwn = submitter.value.toLowerCase() === sender.toLowerCase();
    const data = isOwn
      ? encodeFunctionData({ abi: withdrawalAbi, functionName: 'finalizeWithdrawalTransaction', args: [withdrawal] })
      : encodeFunctionData({
          abi: withdrawalAbi,
          functionName: 'finalizeWithdrawalTransactionExternalProof',
          args: [withdrawal, submitter.value],
        });
    return ok({ ...on, data, usualGas: CLAIM_GAS });
  };

const askFinalized = async (context: BridgeContext, chain: OpStackChain, withdrawalHash: Hex): Promise<Result<boolean, QuoteFailure>> => {
  const data = encodeFunctionData({ abi: withdrawalAbi, functionName: 'finalizedWithdrawals', args: [withdrawalHash] });
  const results = readResults(await context.rpc.call(L1_CHAIN_ID, [{ to: chain.l1.portal, data }], context.signal), 1);
  return results.ok ? readAnswer(withdrawalAbi, 'finalizedWithdrawals', results.value[0]) : results;
};

/** Proven against the newest proposal that holds it and is true by the chain's own node: the newer, the likelier a node still has its state. */
const proofCall = async (
  context: BridgeContext,
  chain: OpStackChain,
  { withdrawal, withdrawalHash, blockNumber }: Passed,
): Promise<Result<Hex, StepFailure>> => {
  const games = await askGames(context, chain);
  if (!games.ok) return games;
  const holding = games.value.filter((game) => game.blockNumber >= blockNumber).slice(0, FALSE_CLAIMS_MAX);
  if (holding.length === 0) {
    return err({ code: 'STEP_NOT_READY', detail: 'no output that holds the withdrawal is proposed yet', readyAtMs: null });
  }
  for (const { index, rootClaim, blockNumber: at } of holding) {
    const output: Result<Output, QuoteFailure> = await askOutput(context, chain, { withdrawalHash, blockNumber: at });
    if (!output.ok) return output;
    if (output.value.root !== rootClaim.toLowerCase()) continue;
    const { proof, inclusion } = output.value;
    return ok(
      encodeFunctionData({
        abi: withdrawalAbi,
        functionName: 'proveWithdrawalTransaction',
        args: [withdrawal, index, proof, inclusion],
      }),
    );
  }
  return fail('IMPLAUSIBLE_ANSWER', `the last ${holding.length} proposals are not what ${chain.name}’s node says of their blocks`);
};
