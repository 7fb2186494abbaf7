import { readFileSync } from 'node:fs';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { changedJson } from '../../_kit/testing/changed-json.ts';
import type { Otherwise } from '../../_kit/testing/conformance-cases.ts';

/** What was recorded of Relay's API, and what follows from it. */
export const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8');
export const nowMs = 1_754_342_218_143;
export const ID = '0x5fd4e4b6a1c0b63d3c4f0b3f2d7a6e1c9b8a7f6e5d4c3b2a190817161514131a';
export const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
export const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
export const common = {
  rebate: 0n,
  surcharges: [],
  limits: { min: null, max: null, instant: null },
  validUntilMs: nowMs + 30_000,
};

export const question = { corridor: corridorNamed('ethereum:USDC>arbitrum:USDC'), amountIn: 1_000_000_000n };
export const answer: QuoteAnswer = {
  ...common,
  amountOut: 999_881_800n,
  minAmountOut: 999_381_858n,
  fees: [
    { kind: 'relayer-gas', asset: 'ethereum:USDC', amount: 23_200n },
    { kind: 'solver', asset: 'ethereum:USDC', amount: 95_000n },
  ],
  originGas: 91_000n,
  etaSeconds: { p50: 2, p90: 10 },
};

// biome-ignore lint/suspicious/noExplicitAny: a recorded answer that a test takes apart
export type Body = any;

/** The token's answer with some of it changed. */
export const changed = (change: (body: Body) => void, name = 'quote.usdc-1-to-42161'): string => changedJson(fixture(name), change);

/** An answer without a least amount is one of the older kind, whose tolerance alone says what may slip. */
export const otherwise: Otherwise = (body, _question, sound) => {
  const { currencyOut, slippageTolerance } = JSON.parse(body).details;
  if ((currencyOut.minimumAmount ?? null) !== null) return undefined;
  return { ...sound, minAmountOut: sound.amountOut - BigInt(slippageTolerance?.destination?.value ?? 0) };
};
