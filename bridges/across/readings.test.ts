import { expect } from 'vitest';
import { corridorById } from '#core/domain/corridor.ts';
import { describeReadings } from '../_kit/conformance.ts';
import { across } from './across.ts';

/** What GET /swap/approval says of 1 USDC from OP Mainnet to Arbitrum. */
const bridgeOnly = {
  corridor: 'optimism:USDC>arbitrum:USDC',
  amountIn: '1000000',
  amountOut: '980662',
  minAmountOut: '980662',
  fees: [
    { kind: 'lp', amount: '11' },
    { kind: 'relayer-capital', amount: '100' },
    { kind: 'relayer-gas', amount: '19227' },
  ],
};
const question = { corridor: corridorById('ethereum:WETH>optimism:WETH')!, amountIn: 10n ** 18n };

describeReadings(across, new URL('fixtures/', import.meta.url), {
  'suggested-fees.json': {
    reading: {
      quote: {
        corridor: 'ethereum:WETH>optimism:WETH',
        amountIn: '1000000000000000000',
        amountOut: '999921094975691997',
        fees: [
          { kind: 'lp', amount: '0' },
          { kind: 'relayer-capital', amount: '78750000000001' },
          { kind: 'relayer-gas', amount: '155024308002' },
        ],
        etaSeconds: { p50: 2, p90: 10 },
        validUntilMs: 1_754_342_117_000,
      },
    },
  },
  'suggested-fees.without-output-amount.json': {
    ask: { question },
    reading: {
      quote: {
        amountIn: '1000000000000000000',
        amountOut: '999921094975691997',
        minAmountOut: '999921094975691997',
        fees: [
          { kind: 'lp', amount: '0' },
          { kind: 'relayer-capital', amount: '78750000000001' },
          { kind: 'relayer-gas', amount: '155024308002' },
        ],
      },
    },
  },
  'suggested-fees.error-amount-too-low-with-limits.json': { reading: { failure: { code: 'AMOUNT_TOO_LOW', limit: '134862494200912' } } },
  'suggested-fees.error-amount-too-high.json': { reading: { failure: { code: 'AMOUNT_TOO_HIGH', limit: '20003800721' } } },
  'suggested-fees.error-unknown-token.json': { reading: { failure: { code: 'UNSUPPORTED_ROUTE' } } },
  'suggested-fees.error-gateway-timeout.json': { reading: { failure: { code: 'UPSTREAM_TIMEOUT' } } },
  'swap-approval.json': {
    reading: {
      quote: {
        corridor: 'optimism:USDC>arbitrum:WETH',
        amountIn: '1000000',
        amountOut: '263466241499732',
        minAmountOut: '260831579075100',
        fees: [
          { kind: 'lp', asset: 'optimism:USDC', amount: '11' },
          { kind: 'relayer-capital', asset: 'optimism:USDC', amount: '100' },
          { kind: 'relayer-gas', asset: 'optimism:USDC', amount: '19227' },
        ],
        originGas: '122554',
        etaSeconds: { p50: 3, p90: 10 },
        validUntilMs: 1_754_347_075_980,
      },
    },
  },
  'swap-approval.bridge-only.json': { reading: { quote: { ...bridgeOnly, originGas: '122554' } } },
  'swap-approval.fee-details.json': { reading: { quote: { ...bridgeOnly, originGas: '97600' } } },
  'swap-approval.error-invalid-param.json': { reading: { failure: { code: 'UPSTREAM_ERROR' } } },
  'swap-approval.error-insufficient-liquidity.json': { reading: { failure: { code: 'INSUFFICIENT_LIQUIDITY' } } },
  'suggested-fees.error-amount-too-low.json': { reading: { failure: { code: 'AMOUNT_TOO_LOW' } } },
  'suggested-fees.error-route-not-enabled.json': { reading: { failure: { code: 'UNSUPPORTED_ROUTE' } } },
  'limits.json': {
    reading: { limits: { min: '134349011863017', max: '1659439975009194758428', instant: '231397155893653275446' } },
  },
  'limits.error-missing-param.json': { reading: { failure: { code: 'UPSTREAM_ERROR' } } },
  'available-routes.json': {
    reading: {
      assets: [{ asset: 'ethereum:WETH' }, { asset: 'optimism:WETH' }, { asset: 'ethereum:ETH' }, { asset: 'optimism:ETH' }],
      corridors: [
        { from: 'ethereum:WETH', to: 'optimism:WETH' },
        { from: 'ethereum:ETH', to: 'optimism:ETH' },
      ],
    },
  },
  'available-routes.error-invalid-param.json': { reading: { failure: { code: 'UPSTREAM_ERROR' } } },
  'deposit-status.json': {
    reading: {
      transfer: {
        state: 'COMPLETED',
        vendorState: 'filled',
        transferKey: 'across:8453:4406025',
        destinationChainId: 137,
        originTransaction: '0x0e44727151684ef4cfe7744aad88007cf55b155a64f5f9047fb9d2fa53780967',
        destinationTransaction: '0x0e7b85f1c49c4c89f3b381f12a24d6838be16a41021ab16645bae9dcd1278238',
        refundTransaction: null,
      },
    },
  },
  'deposit-status.slow-fill-requested.json': {
    reading: { transfer: { state: 'BRIDGING', vendorState: 'slowFillRequested', destinationTransaction: null } },
  },
  'deposit-status.expired.json': { reading: { transfer: { state: 'FAILED', vendorState: 'expired', refundTransaction: null } } },
  'deposit-status.refunded.json': { reading: { transfer: { state: 'REFUNDED', refundTransaction: `0x${'5e'.repeat(32)}` } } },
  'deposit-status.first.json': {
    ask: { transfer: { originChainId: 8453, id: '3887325' } },
    reading: {
      transfer: { state: 'COMPLETED', transferKey: 'across:8453:3887325', destinationTransaction: `0x${'7f'.repeat(32)}` },
    },
  },
  'deposit-status.error-words.json': { reading: { failure: { code: 'NOT_FOUND' } } },
  'deposit-status.not-found.json': { reading: { failure: { code: 'NOT_FOUND' } } },
  'error-500.json': { reading: { failure: { code: 'UPSTREAM_ERROR' } } },
  'swap-chains.json': { reading: { facts: { chains: expect.arrayContaining([{ chainId: 10, name: 'Optimism' }]) } } },
  'swap-sources.json': { reading: { facts: { sources: expect.arrayContaining(['1inch']) } } },
  'swap-tokens.json': {
    reading: {
      assets: [
        { chainId: 1, symbol: '1INCH', address: '0x111111111117dC0aa78b770fA6A738034120C302', decimals: 18, listed: false },
        { symbol: 'ABT', decimals: 18 },
        { symbol: 'ACH', decimals: 8 },
      ],
    },
  },
});
