import { readFileSync } from 'node:fs';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import type { Money, Otherwise } from '../../_kit/testing/conformance-cases.ts';

/** What was recorded of Circle's API, and what follows from it. */
export const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8');
export const nowMs = 1_754_342_218_143;
export const question = { corridor: corridorNamed('ethereum:USDC>base:USDC'), amountIn: 1_000_000_001n };
/** 1 bp of 1 000.000001, rounded up; burns allow a tenth more, rounded up. */
export const fast: QuoteAnswer = {
  amountOut: 999_900_000n,
  minAmountOut: 999_889_999n,
  fees: [{ kind: 'finality', asset: 'ethereum:USDC', amount: 100_001n }],
  rebate: 0n,
  surcharges: [],
  originGas: 111_521n,
  // 20 s to the attestation, which the user brings to Base himself, and 2 s to the block there.
  etaSeconds: { p50: 22, p90: 50 },
  userSteps: [{ kind: 'claim', chainId: 8453, afterSeconds: 20, gas: 237_401n }],
  limits: { min: 3n, max: null, instant: null },
  validUntilMs: nowMs + 30_000,
};
const { userSteps: _, ...nobodysStep } = fast;
export const forwarded: QuoteAnswer = {
  ...nobodysStep,
  amountOut: 999_899_890n,
  minAmountOut: 999_889_839n,
  fees: [...fast.fees, { kind: 'forwarding', asset: 'ethereum:USDC', amount: 110n }],
  etaSeconds: { p50: 22, p90: 50 },
  limits: { min: 163n, max: null, instant: null },
};
export const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
export const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
/** What a body of fees means, worked out in floating point and text alone: amounts stay below 2^53. */
export const otherwise: Otherwise = (body, { amountIn, corridor: { from } }): Money | undefined => {
  let tiers: unknown;
  try {
    tiers = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (!Array.isArray(tiers)) return undefined;
  const wanted = from.chainId === 43114 ? [2_000] : [1_000, 2_000];
  const [chosen] = wanted.flatMap((threshold) => tiers.find((one) => one?.finalityThreshold === threshold) ?? []);
  const bps = Number(chosen?.minimumFee);
  if (chosen === undefined || !(bps >= 0)) return undefined;
  const fee = BigInt(Math.ceil((Number(amountIn) * bps) / 10_000 - 1e-7));
  const forward = chosen.forwardFee;
  const middle = forward && BigInt(forward.medium ?? forward.med);
  const most = BigInt(Math.ceil((Number(fee) * 11) / 10 - 1e-7)) + (forward ? BigInt(forward.high) : 0n);
  const kind = chosen.finalityThreshold === 1_000 ? 'finality' : 'protocol';
  return {
    amountOut: amountIn - fee - (forward ? middle : 0n),
    minAmountOut: amountIn - most,
    fees: [{ kind, asset: from.id, amount: fee }, ...(forward ? [{ kind: 'forwarding' as const, asset: from.id, amount: middle }] : [])],
    rebate: 0n,
  };
};
