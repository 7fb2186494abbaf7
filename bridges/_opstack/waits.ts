import { encodeFunctionData } from 'viem';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readAnswer } from '../_kit/read-answer.ts';
import { readResults } from '../_kit/read-results.ts';
import { bridgeAbi, factoryAbi, portalAbi } from './abi.ts';
import { L1_CHAIN_ID, type OpStackChain } from './op-stack-chain.ts';
import type { Way } from './way.ts';

/** What a withdrawal has to wait for, as the chain itself says now. Seconds. */
export interface Waits {
  /** Until an output that holds the withdrawal is proposed. */
  readonly proposal: number;
  /** From the proof to when the portal lets it be claimed. */
  readonly maturity: number;
  /** The most that Ethereum's side can pay out; null for ether, which the portal holds for all. */
  readonly most: bigint | null;
}

/** An output an hour, until two proposals say otherwise (docs.optimism.io, withdrawal flow). */
export const PROPOSAL_SECONDS = 3_600;
/** A pause between proposals that is longer than this says nothing of the next. */
const PROPOSAL_SECONDS_MAX = 86_400;
/** Seven days (docs.optimism.io, withdrawal flow): what a deposit's decoder takes for the portal's word. */
export const MATURITY_SECONDS = 604_800;
/** Delays beyond are none that a portal would be given. */
const DELAY_SECONDS_MAX = 1_000_000;

const view = (to: string, data: `0x${string}`) => ({ to, data });

/** Asks Ethereum in two steps: delays, pause and how many outputs were proposed; then when the last two were. */
export const askWaits = async (context: BridgeContext, chain: OpStackChain, way: Way): Promise<Result<Waits, QuoteFailure>> => {
  const { portal, disputeGameFactory, standardBridge } = chain.l1;
  const calls = [
    view(portal, encodeFunctionData({ abi: portalAbi, functionName: 'paused' })),
    view(portal, encodeFunctionData({ abi: portalAbi, functionName: 'proofMaturityDelaySeconds' })),
    view(portal, encodeFunctionData({ abi: portalAbi, functionName: 'disputeGameFinalityDelaySeconds' })),
    view(disputeGameFactory, encodeFunctionData({ abi: factoryAbi, functionName: 'gameCount' })),
    ...(way.isEther
      ? []
      : [
          view(
            standardBridge,
            encodeFunctionData({
              abi: bridgeAbi,
              functionName: 'deposits',
              args: [way.l1Token as `0x${string}`, way.l2Token as `0x${string}`],
            }),
          ),
        ]),
  ];
  const results = readResults(await context.rpc.call(L1_CHAIN_ID, calls, context.signal), calls.length);
  if (!results.ok) return results;
  const paused = readAnswer(portalAbi, 'paused', results.value[0]);
  if (!paused.ok) return paused;
  if (paused.value) return fail('PAUSED', 'withdrawals are paused');
  const maturity = readAnswer(portalAbi, 'proofMaturityDelaySeconds', results.value[1]);
  if (!maturity.ok) return maturity;
  const finality = readAnswer(portalAbi, 'disputeGameFinalityDelaySeconds', results.value[2]);
  if (!finality.ok) return finality;
  const delay = Math.max(Number(maturity.value), Number(finality.value));
  if (delay > DELAY_SECONDS_MAX) return fail('IMPLAUSIBLE_ANSWER', `the portal asks for ${delay} s`);
  const count = readAnswer(factoryAbi, 'gameCount', results.value[3]);
  if (!count.ok) return count;
  const most = way.isEther ? ok(null) : readAnswer(bridgeAbi, 'deposits', results.value[4]);
  if (!most.ok) return most;
  const proposal = await askProposal(context, chain, count.value);
  return proposal.ok ? ok({ proposal: proposal.value, maturity: delay, most: most.value }) : proposal;
};

/** How far the last two proposals lie apart. */
const askProposal = async (context: BridgeContext, chain: OpStackChain, count: bigint): Promise<Result<number, QuoteFailure>> => {
  if (count < 2n) return ok(PROPOSAL_SECONDS);
  const calls = [count - 1n, count - 2n].map((index) =>
    view(chain.l1.disputeGameFactory, encodeFunctionData({ abi: factoryAbi, functionName: 'gameAtIndex', args: [index] })),
  );
  const results = readResults(await context.rpc.call(L1_CHAIN_ID, calls, context.signal), calls.length);
  if (!results.ok) return results;
  const last = readAnswer(factoryAbi, 'gameAtIndex', results.value[0]);
  if (!last.ok) return last;
  const before = readAnswer(factoryAbi, 'gameAtIndex', results.value[1]);
  if (!before.ok) return before;
  const apart = Number(last.value[1] - before.value[1]);
  return ok(apart > 0 && apart <= PROPOSAL_SECONDS_MAX ? apart : PROPOSAL_SECONDS);
};
