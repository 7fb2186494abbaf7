import { type Address, encodeAbiParameters, type Hex, parseAbiParameters } from 'viem';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import type { Recorded } from '../../_kit/play-back.ts';
import type { QuoteQuestion } from '../../_kit/quote-question.ts';
import { type CarriedToken, TOKENS } from '../contracts.ts';

export const GWEI = 1_000_000_000n;
export const nowMs = 1_779_092_258_000;
export const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
export const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';

/** Answers of Ethereum to the calls of one batch, in the contracts' own encoding; both chains' base fee is 1 gwei. */
export const given = (...data: readonly Hex[]): Recorded => ({
  rpc: { kind: 'results', results: data.map((one) => ({ ok: true, data: one })) },
});
export const word = (value: bigint): Hex => encodeAbiParameters(parseAbiParameters('uint256'), [value]);
export const flag = (value: boolean): Hex => encodeAbiParameters(parseAbiParameters('bool'), [value]);
export const place = (value: string): Hex => encodeAbiParameters(parseAbiParameters('address'), [value as Address]);

export const tokenNamed = (symbol: string): CarriedToken => {
  const token = TOKENS.find((one) => one.symbol === symbol);
  if (token === undefined) throw new Error(`no ${symbol}`);
  return token;
};

/** What the router says of a token that goes as we know it. */
export const routed = ({ l1Gateway, l2Token }: CarriedToken): readonly Hex[] => [place(l1Gateway), place(l2Token)];

/** What the inbox says: not paused, and what it takes to keep a message. */
export const inbox = (submissionFee: bigint): readonly Hex[] => [flag(false), word(submissionFee)];

/** What the rollup says: not paused, and for how many blocks of Ethereum an assertion stands. */
export const rollup = (blocks: bigint): readonly Hex[] => [flag(false), word(blocks)];

export const questionOf = (id: string, amountIn = 1_234_567_890_123_456_789n): QuoteQuestion => ({ corridor: corridorNamed(id), amountIn });
