import { readFileSync } from 'node:fs';
import { concatHex, encodeAbiParameters, type Hex, toFunctionSelector } from 'viem';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { changedJson } from '../../_kit/testing/changed-json.ts';
import { bridgeData } from '../abi.ts';

export const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8');
export const nowMs = 1_754_342_218_143;
export const question = { corridor: corridorNamed('ethereum:USDC>optimism:USDT'), amountIn: 1_000_000n };
export const answer: QuoteAnswer = {
  amountOut: 1_013_654n,
  minAmountOut: 1_008_586n,
  fees: [{ kind: 'lp', asset: 'ethereum:USDC', amount: 3_000n }],
  rebate: 0n,
  surcharges: [],
  originGas: 375_000n,
  etaSeconds: { p50: 106.944, p90: 320.832 },
  limits: { min: null, max: null, instant: null },
  validUntilMs: nowMs + 30_000,
  via: 'Optimism Gateway',
};

export const USDC = {
  address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
  chainId: 1,
  symbol: 'USDC',
  decimals: 6,
  coinKey: 'USDC',
  priceUSD: '1',
};
export const OP_USDC = { ...USDC, address: '0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85', chainId: 10 };
const ETH = { address: `0x${'0'.repeat(40)}`, chainId: 1, symbol: 'ETH', decimals: 18, coinKey: 'ETH', priceUSD: '2216.77' };
export const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
export const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
export const DIAMOND = '0x1231DEB6f5749EF6cE6943a275A1D3E7486F4EaE';

/** Part of an answer, taken apart. */
export type Json = Record<string, unknown>;

/** The documented quote with some of it changed. */
export const changed = (
  change: (body: { action: Json; estimate: Json; includedSteps: { estimate: Json }[]; transactionRequest: Json }) => void,
) => changedJson(fixture('quote.composed'), change);

export const fee = (name: string, amount: string, token: Json = USDC, included = true) => ({
  name,
  amount,
  token,
  included,
  percentage: '0.0025',
});

/** USDC to USDC over one bridge with what an aggregator takes: the shape of the documented answer with figures of our own. */
export const likeForLike = (
  change: (body: { estimate: Json; includedSteps: Json[]; transactionRequest: Json }) => void = () => {},
): string => {
  const fees = [fee('LIFI Fixed Fee', '2500'), fee('Relayer Capital Fee', '1500')];
  const message = fee('LayerZero fee', '60000000000000', ETH, false);
  const action = { fromChainId: 1, toChainId: 10, fromToken: USDC, toToken: OP_USDC, fromAmount: '1000000', slippage: 0.005 };
  const body = {
    type: 'lifi',
    tool: 'across',
    toolDetails: { key: 'across', name: 'AcrossV4' },
    action: { ...action, fromAddress: sender, toAddress: recipient },
    estimate: {
      fromAmount: '1000000',
      toAmount: '996000',
      toAmountMin: '996000',
      approvalAddress: DIAMOND,
      feeCosts: [...fees, message],
      gasCosts: [{ type: 'SEND', estimate: '210000', token: ETH }],
      executionDuration: 4,
    },
    includedSteps: [
      { type: 'cross', action, estimate: { fromAmount: '1000000', toAmount: '996000', toAmountMin: '996000', feeCosts: fees } },
    ],
    transactionRequest: { from: sender, to: DIAMOND, chainId: 1, value: '0x3691d6afc000', data: '0x', gasLimit: '0x1' },
  };
  change(body);
  return JSON.stringify(body);
};
/** The same, exchanged on the way, with this much left. */
export const exchanged = (left: string): string =>
  likeForLike(({ estimate, includedSteps }) => {
    const [part] = includedSteps;
    Object.assign(part as Json, { type: 'swap' });
    for (const one of [estimate, part?.estimate as Json]) {
      // The relayer's fee would name a share that it does not have.
      const fees = (one.feeCosts as Json[]).map((cost) => (cost.name === 'Relayer Capital Fee' ? { ...cost, percentage: '0.0015' } : cost));
      Object.assign(one, { toAmount: left, toAmountMin: left, feeCosts: fees });
    }
  });
/** The documented quote with this much out. */
export const giving = (out: string, change: (body: Json) => void = () => {}, more: Json = {}): string =>
  changed((body) => {
    const { estimate, includedSteps } = body;
    for (const one of [estimate, includedSteps[1]?.estimate ?? {}]) Object.assign(one, { toAmount: out, toAmountMin: out });
    Object.assign(estimate, more);
    change(body.action);
  });
export const unpriced = ({ fromToken, toToken }: Json): void => {
  for (const token of [fromToken, toToken]) Reflect.deleteProperty(token as Json, 'priceUSD');
};
/** The documented quote with this fee in both places that tell of it. */
export const feeOf = (amount: string, percentage: unknown = '0.003'): string =>
  changed(({ estimate, includedSteps }) => {
    for (const one of [estimate, includedSteps[0]?.estimate ?? {}])
      Object.assign((one.feeCosts as Json[])[0] as Json, { amount, percentage });
  });
export const plain = { corridor: corridorNamed('ethereum:USDC>optimism:USDC'), amountIn: 1_000_000n };

export const callData = (change: Json = {}): Hex =>
  concatHex([
    toFunctionSelector('startBridgeTokensViaAcrossV3((bytes32,string,string,address,address,address,uint256,uint256,bool,bool),(address))'),
    encodeAbiParameters(bridgeData, [
      {
        transactionId: `0x${'ab'.repeat(32)}`,
        bridge: 'optimism',
        integrator: 'routebook',
        referrer: `0x${'0'.repeat(40)}`,
        sendingAssetId: USDC.address as Hex,
        receiver: recipient,
        minAmount: 1_000_000n,
        destinationChainId: 10n,
        hasSourceSwaps: false,
        hasDestinationCall: false,
        ...change,
      } as never,
    ]),
  ]);
export const signed = (data: Hex, parties: Json = { fromAddress: sender, toAddress: recipient }): string =>
  changed(({ action, transactionRequest }) => {
    Object.assign(action, parties);
    Object.assign(transactionRequest, { data });
  });
