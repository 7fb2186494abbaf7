import { encodeFunctionData, type Hex } from 'viem';
import { err, ok, type Result } from '#core/result.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readAnswer } from '../_kit/read-answer.ts';
import { readResults } from '../_kit/read-results.ts';
import type { StepFailure } from '../_kit/to-sign.ts';
import { portalAbi, withdrawalAbi } from './abi.ts';
import { L1_CHAIN_ID, type OpStackChain } from './op-stack-chain.ts';

/** Anybody may prove a withdrawal, each for himself; beyond these the others are somebody's joke. */
const SUBMITTERS_MAX = 8n;

/** Whose proof of a withdrawal lets it be claimed now; who asks is preferred. Asked of the portal, which counts as it will when it is claimed. */
export const askClaimable = async (
  { rpc, signal }: BridgeContext,
  chain: OpStackChain,
  { withdrawalHash, sender }: { withdrawalHash: Hex; sender: string },
): Promise<Result<Hex, StepFailure>> => {
  const { portal } = chain.l1;
  const ask = async (data: readonly Hex[]) =>
    readResults(
      await rpc.call(
        L1_CHAIN_ID,
        data.map((one) => ({ to: portal, data: one })),
        signal,
      ),
      data.length,
    );
  const first = await ask([
    encodeFunctionData({ abi: withdrawalAbi, functionName: 'numProofSubmitters', args: [withdrawalHash] }),
    encodeFunctionData({ abi: portalAbi, functionName: 'proofMaturityDelaySeconds' }),
  ]);
  if (!first.ok) return first;
  const count = readAnswer(withdrawalAbi, 'numProofSubmitters', first.value[0]);
  if (!count.ok) return count;
  const delay = readAnswer(portalAbi, 'proofMaturityDelaySeconds', first.value[1]);
  if (!delay.ok) return delay;
  if (count.value === 0n) return err({ code: 'STEP_NOT_READY', detail: 'the withdrawal is not proven yet', readyAtMs: null });
  const from = count.value > SUBMITTERS_MAX ? count.value - SUBMITTERS_MAX : 0n;
  const indices = Array.from({ length: Number(count.value - from) }, (_, at) => from + BigInt(at));
  const named = await ask(
    indices.map((index) => encodeFunctionData({ abi: withdrawalAbi, functionName: 'proofSubmitters', args: [withdrawalHash, index] })),
  );
  if (!named.ok) return named;
  const submitters: Hex[] = [];
  for (const result of named.value) {
    const submitter = readAnswer(withdrawalAbi, 'proofSubmitters', result);
    if (!submitter.ok) return submitter;
    submitters.push(submitter.value);
  }
  const checked = await ask(
    submitters.flatMap((submitter) => [
      encodeFunctionData({ abi: withdrawalAbi, functionName: 'checkWithdrawal', args: [withdrawalHash, submitter] }),
      encodeFunctionData({ abi: withdrawalAbi, functionName: 'provenWithdrawals', args: [withdrawalHash, submitter] }),
    ]),
  );
  if (!checked.ok) return checked;
  const able = submitters.filter((_, at) => checked.value[2 * at]?.ok);
  const chosen = able.find((one) => one.toLowerCase() === sender.toLowerCase()) ?? able[0];
  if (chosen !== undefined) return ok(chosen);
  const provenAt = submitters.flatMap((_, at) => {
    const proven = readAnswer(withdrawalAbi, 'provenWithdrawals', checked.value[2 * at + 1]);
    return proven.ok && proven.value[1] > 0n ? [Number(proven.value[1])] : [];
  });
  // A second more: the portal wants the delay to have passed. The game may take longer.
  const readyAtMs = provenAt.length === 0 ? null : (Math.min(...provenAt) + Number(delay.value) + 1) * 1_000;
  return err({ code: 'STEP_NOT_READY', detail: 'the proof has not matured, or the game that it stands on is not over', readyAtMs });
};
