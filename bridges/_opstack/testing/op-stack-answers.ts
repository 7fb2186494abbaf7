import { encodeAbiParameters, encodeFunctionResult, type Hex, parseAbiParameters } from 'viem';
import { chainById } from '#core/domain/chain.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import type { Recorded } from '../../_kit/play-back.ts';
import { portalAbi } from '../abi.ts';
import type { OpStackChain } from '../op-stack-chain.ts';

export const GWEI = 1_000_000_000n;
export const nowMs = 1_779_092_258_000;
export const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
export const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';

/** Answers of a chain to the calls of one batch, in the contracts' own encoding. */
const answered = (...data: readonly Hex[]) => ({
  rpc: { kind: 'results' as const, results: data.map((one) => ({ ok: true as const, data: one })) },
});
export const given = (...data: readonly Hex[]): Recorded => answered(...data);
export const word = (value: bigint): Hex => encodeAbiParameters(parseAbiParameters('uint256'), [value]);
export const flag = (value: boolean): Hex => encodeAbiParameters(parseAbiParameters('bool'), [value]);

/** What Ethereum says of a deposit: the portal's price of gas on the other side, and its own. */
export const fees = (portalFee: bigint, baseFee: bigint): Recorded => ({
  ...answered(encodeFunctionResult({ abi: portalAbi, functionName: 'params', result: [portalFee, 0n, 1n] })),
  baseFee,
});

/** What it says of a withdrawal: not paused, seven days, so many proposals, and what it holds of a token. */
export const delays = (proposals: bigint, held?: bigint): Recorded =>
  given(flag(false), word(604_800n), word(302_400n), word(proposals), ...(held === undefined ? [] : [word(held)]));

/** Questions for ether and for the chain's first token, there and back. */
export const questionsOf = (chain: OpStackChain) => {
  const slug = chainById(chain.chainId)?.slug ?? '';
  const token = chain.tokens[0] ?? '';
  return {
    slug,
    deposit: { corridor: corridorNamed(`ethereum:ETH>${slug}:ETH`), amountIn: 1_234_567_890_123_456_789n },
    withdrawal: { corridor: corridorNamed(`${slug}:ETH>ethereum:ETH`), amountIn: 10n ** 18n + 1n },
    tokenDeposit: { corridor: corridorNamed(`ethereum:${token}>${slug}:${token}`), amountIn: 1_000_000_001n },
    tokenWithdrawal: { corridor: corridorNamed(`${slug}:${token}>ethereum:${token}`), amountIn: 1_000_000_001n },
  };
};
