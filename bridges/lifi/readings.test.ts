import { expect } from 'vitest';
import { describeReadings } from '../_kit/conformance.ts';
import { lifi } from './lifi.ts';

const usdcToUsdt = { corridor: 'ethereum:USDC>optimism:USDT', amountIn: '1000000', amountOut: '1013654', minAmountOut: '1008586' };
const documented = {
  ...usdcToUsdt,
  fees: [{ kind: 'lp', asset: 'ethereum:USDC', amount: '3000' }],
  etaSeconds: { p50: 106.944 },
  via: 'Optimism Gateway',
};

describeReadings(lifi, new URL('fixtures/', import.meta.url), {
  'advanced-routes.json': { reading: { quote: documented } },
  'advanced-routes.none.json': { reading: { failure: { code: 'AMOUNT_TOO_LOW' } } },
  'quote.composed.json': { reading: { quote: documented } },
  'quote.error-no-quote.json': { reading: { failure: { code: 'AMOUNT_TOO_LOW' } } },
  'quote.error-liquidity.json': { reading: { failure: { code: 'INSUFFICIENT_LIQUIDITY' } } },
  'quote.error-rate-limit.json': { reading: { failure: { code: 'RATE_LIMITED', retryAfterMs: 3_300_000 } } },
  'quote.error-token.json': { reading: { failure: { code: 'UNSUPPORTED_ROUTE' } } },
  'error.json': { reading: { failure: { code: 'UPSTREAM_ERROR', detail: 'Invalid request' } } },
  'step.cross.json': {
    reading: {
      quote: {
        from: '100:0x63e62989D9EB2d37dfDB1F93A22f063635b07d51',
        amountIn: '1000000000000000000',
        amountOut: '999500000000000000',
        minAmountOut: '999500000000000000',
        fees: [{ kind: 'protocol', amount: '500000000000000' }],
        originGas: '140000',
        via: 'relay',
      },
    },
  },
  'status.done-same-chain.json': {
    reading: {
      transfer: {
        state: 'COMPLETED',
        vendorState: 'DONE/COMPLETED',
        transferKey: 'lifi:10:0x0a0e6ac13786c9a3a68f55bbb5eeb3b31a7a25e7e2aa3641c545fd3869da8016',
        from: 'optimism:0x7F5c764cBc14f9669B88837ca1490cCa17c31607',
        to: 'optimism:ETH',
        amountIn: '2516860',
        amountOut: '741223046975948',
      },
    },
  },
  'status.pending.json': {
    reading: {
      transfer: { state: 'BRIDGING', vendorState: 'PENDING/WAIT_DESTINATION_TRANSACTION', amountOut: null, destinationTransaction: null },
    },
  },
  'status.refunded.json': {
    reading: {
      transfer: {
        state: 'REFUNDED',
        from: 'ethereum:USDC',
        to: null,
        amountIn: '1000000',
        amountOut: null,
        destinationChainId: null,
        destinationTransaction: null,
        refundTransaction: '0x2263d8b3cb3cf4e3ec0f9df5947e3846e2c6b1fb2bcc3740e36514c2ddd87cbb',
      },
    },
  },
  'status.failed-refunded.json': { reading: { transfer: { state: 'REFUNDED', vendorState: 'FAILED/REFUNDED', amountOut: null } } },
  'status.symbols-alone.json': {
    reading: {
      transfer: {
        state: 'COMPLETED',
        transferKey: null,
        originChainId: null,
        originTransaction: `0x${'4b'.repeat(31)}4v`,
        from: null,
        to: null,
        amountIn: '60000000000000000000000',
        amountOut: '275101169247651913',
      },
    },
  },
  'status.to-solana.json': {
    reading: {
      transfer: {
        state: 'COMPLETED',
        destinationChainId: 1_151_111_081_099_710,
        destinationTransaction: expect.stringMatching(/^5VERv8/),
        from: 'ethereum:USDC',
        to: null,
        recipient: 'S5ARSDD3ddZqqqqqb2EUE2h2F1XQHBk7bErRW1WPGe4',
        amountOut: '998500000',
      },
    },
  },
  'status.not-found.json': { reading: { failure: { code: 'NOT_FOUND' } } },
  'tokens.json': { reading: { corridors: expect.arrayContaining([{ from: 'ethereum:USDC', to: 'optimism:USDT' }]) } },
});
