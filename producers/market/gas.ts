import type { GasPrice } from '#core/domain/market.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { JsonRpc } from '#platform/rpc/json-rpc.ts';

/** No chain has ever asked a millionth of a coin for a unit of gas; a higher figure is a broken endpoint. */
const WEI_PER_GAS_MAX = 10n ** 12n * 1_000n;

/** What a unit of gas costs on a chain: the node's own advice (eth_gasPrice), which is the base fee and a usual tip. */
export const readGasPrice = async (deps: {
  readonly jsonRpc: JsonRpc;
  readonly chainId: number;
  readonly now: () => number;
  readonly signal: AbortSignal;
}): Promise<Result<GasPrice, string>> => {
  const { jsonRpc, chainId, now, signal } = deps;
  const outcome = await jsonRpc.request(chainId, { method: 'eth_gasPrice', params: [] }, signal);
  if (outcome.kind !== 'result') return err('detail' in outcome ? outcome.detail : outcome.kind);
  const { result } = outcome;
  if (typeof result !== 'string' || !/^0x[0-9a-f]{1,64}$/i.test(result)) return err('eth_gasPrice gave no quantity');
  const weiPerGas = BigInt(result);
  if (weiPerGas > WEI_PER_GAS_MAX) return err(`eth_gasPrice gave ${weiPerGas}`);
  return ok({ kind: 'gas', chainId, weiPerGas, observedAtMs: now() });
};
