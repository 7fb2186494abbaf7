import { encodeFunctionData } from 'viem';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readAnswer } from '../_kit/read-answer.ts';
import { readBaseFee, readResults } from '../_kit/read-results.ts';
import { portalAbi } from './abi.ts';
import { L1_CHAIN_ID, type OpStackChain } from './op-stack-chain.ts';
import type { Way } from './way.ts';

/** What a deposit's execution may use on the other side at the least: what the chains' own tools ask for. */
export const MIN_GAS_LIMIT = 200_000;

/** Of a message's gas limit on the other side, in the messenger's own words (CrossDomainMessenger.baseGas). */
const RELAY_CONSTANT = 200_000n;
const RELAY_RESERVED = 40_000n + 40_000n + 5_000n;
const GAS_PER_BYTE = 16n;
/** Calldata of `finalizeBridgeETH` and `finalizeBridgeERC20` without extra data: a selector and its words. */
const ETHER_MESSAGE_BYTES = 4n + 5n * 32n;
const TOKEN_MESSAGE_BYTES = 4n + 7n * 32n;

/** Gas that the portal buys on the other side for a deposit. */
export const resourceGas = ({ isEther }: Way): bigint =>
  RELAY_CONSTANT +
  (isEther ? ETHER_MESSAGE_BYTES : TOKEN_MESSAGE_BYTES) * GAS_PER_BYTE +
  (BigInt(MIN_GAS_LIMIT) * 64n) / 63n +
  RELAY_RESERVED;

/** What a deposit costs by itself; measured on the contracts of the package. */
const ETHER_GAS = 115_000n;
const TOKEN_GAS = 190_000n;
const GWEI = 1_000_000_000n;
/** A base fee of resources beyond this is no honest answer: gas would exceed a block. */
const GAS_MAX = 20_000_000n;

/**
 * Gas of a deposit's transaction. The portal takes the price of the other side's gas by burning gas here: resource gas times its own base fee,
 * at Ethereum's base fee or 1 gwei if that is more (ResourceMetering). Where gas on Ethereum is cheap this is most of the cost.
 */
export const askDepositGas = async (context: BridgeContext, chain: OpStackChain, way: Way): Promise<Result<bigint, QuoteFailure>> => {
  const { rpc, signal } = context;
  const calls = [{ to: chain.l1.portal, data: encodeFunctionData({ abi: portalAbi, functionName: 'params' }) }];
  const [answers, fee] = await Promise.all([rpc.call(L1_CHAIN_ID, calls, signal), rpc.baseFee(L1_CHAIN_ID, signal)]);
  const results = readResults(answers, calls.length);
  if (!results.ok) return results;
  const params = readAnswer(portalAbi, 'params', results.value[0]);
  if (!params.ok) return params;
  const baseFee = readBaseFee(fee);
  if (!baseFee.ok) return baseFee;
  const own = way.isEther ? ETHER_GAS : TOKEN_GAS;
  const burnt = (resourceGas(way) * params.value[0]) / (baseFee.value > GWEI ? baseFee.value : GWEI);
  const gas = burnt > own ? burnt : own;
  return ok(gas < GAS_MAX ? gas : GAS_MAX);
};
