import { encodeFunctionData, hexToBigInt } from 'viem';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { askReceipt } from '../_kit/ask-receipt.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext, RawLog } from '../_kit/port.ts';
import { readAnswer } from '../_kit/read-answer.ts';
import { readResults } from '../_kit/read-results.ts';
import type { StepFailure, StepRequest, StepTransaction } from '../_kit/to-sign.ts';
import { managerAbi, rootChainAbi } from './abi.ts';
import { askExitPayload } from './ask-exit-payload.ts';
import { burnKey } from './burn-key.ts';
import { currentHeaderCall } from './checkpoints.ts';
import { L1_CHAIN_ID, L2_CHAIN_ID, ROOT_CHAIN, ROOT_CHAIN_MANAGER } from './contracts.ts';
import { decode } from './events.ts';
import { burnsProvenIn } from './exit-payload.ts';
import { PAIRS } from './pairs.ts';
import { EXIT_GAS } from './quote.ts';

/**
 * The claim of a withdrawal: RootChainManager.exit with a proof of the burn, once a checkpoint holds its block. The proof is made by Polygon's own API; it must be
 * of this burn, and whether it holds the contract says when it is tried out. It is paid to whoever burned, whoever sends it.
 */
export const stepTransaction = async (
  context: BridgeContext,
  { step, transferKey, originChainId, originTransaction }: StepRequest,
): Promise<Result<StepTransaction, StepFailure>> => {
  if (step !== 'claim' || originChainId !== L2_CHAIN_ID) {
    return err({ code: 'STEP_NOT_BUILT', detail: 'a withdrawal from Polygon is claimed; nothing else is built' });
  }
  const burn = await askBurn(context, transferKey, originTransaction);
  if (!burn.ok) return burn;
  const { blockNumber, token, tokenIndex } = burn.value;
  const end = await askCheckpointed(context);
  if (!end.ok) return end;
  if (end.value < blockNumber) return err({ code: 'STEP_NOT_READY', detail: 'no checkpoint holds the burn yet', readyAtMs: null });
  const payload = await askExitPayload(context, { burnTransaction: originTransaction, tokenIndex });
  if (!payload.ok) return payload;
  const data = encodeFunctionData({ abi: managerAbi, functionName: 'exit', args: [payload.value] });
  const [proven, ...more] = burnsProvenIn(data);
  if (proven === undefined || more.length > 0 || burnKey(proven) !== transferKey) {
    return fail('MALFORMED_ANSWER', '/exit-payload: a proof of something else than the burn that was asked for');
  }
  const pair = PAIRS.find(({ l2 }) => l2.address.toLowerCase() === token.toLowerCase());
  return ok({ chainId: L1_CHAIN_ID, to: ROOT_CHAIN_MANAGER, data, value: 0n, usualGas: pair?.isEther ? EXIT_GAS.ether : EXIT_GAS.token });
};

interface Burn {
  readonly blockNumber: bigint;
  readonly token: string;
  /** Which of the burns of its transaction, whatever their tokens. */
  readonly tokenIndex: number;
}

const isBurn = ({ topics }: RawLog): boolean => topics.length === 3 && hexToBigInt(topics[2] as `0x${string}`) === 0n;

/** The burn that the transfer is named by, in the receipt of its own transaction. */
const askBurn = async (context: BridgeContext, transferKey: string, originTransaction: string): Promise<Result<Burn, QuoteFailure>> => {
  const logs = await askReceipt(context, L2_CHAIN_ID, originTransaction);
  if (!logs.ok) return logs;
  const burns = logs.value.filter(isBurn);
  const tokenIndex = burns.findIndex((log) => decode(log)?.transferKey === transferKey);
  const log = burns[tokenIndex];
  if (log?.blockNumber === undefined)
    return fail('UPSTREAM_ERROR', `the node of Polygon does not show the burn that ${originTransaction} made`);
  return ok({ blockNumber: BigInt(log.blockNumber), token: log.address, tokenIndex });
};

/** The last block of Polygon that Ethereum knows of. */
const askCheckpointed = async ({ rpc, signal }: BridgeContext): Promise<Result<bigint, QuoteFailure>> => {
  const current = readResults(await rpc.call(L1_CHAIN_ID, [currentHeaderCall], signal), 1);
  if (!current.ok) return current;
  const id = readAnswer(rootChainAbi, 'currentHeaderBlock', current.value[0]);
  if (!id.ok) return id;
  const call = { to: ROOT_CHAIN, data: encodeFunctionData({ abi: rootChainAbi, functionName: 'headerBlocks', args: [id.value] }) };
  const results = readResults(await rpc.call(L1_CHAIN_ID, [call], signal), 1);
  if (!results.ok) return results;
  const header = readAnswer(rootChainAbi, 'headerBlocks', results.value[0]);
  return header.ok ? ok(header.value[2]) : header;
};
