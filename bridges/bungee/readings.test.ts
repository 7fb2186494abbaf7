import { expect } from 'vitest';
import { describeReadings } from '../_kit/conformance.ts';
import { bungee } from './bungee.ts';

describeReadings(bungee, new URL('fixtures/', import.meta.url), {
  // The first of its routes gives more, by a call that cannot be read.
  'quote.across.json': {
    reading: {
      quote: {
        corridor: 'ethereum:USDC>arbitrum:USDC',
        amountIn: '1000000000',
        amountOut: '997812345',
        minAmountOut: '997812345',
        fees: [
          { kind: 'integrator', asset: 'ethereum:USDC', amount: '2000000' },
          { kind: 'protocol', asset: 'ethereum:USDC', amount: '187655' },
        ],
        originGas: '240000',
        etaSeconds: { p50: 4 },
        via: 'Across',
      },
    },
  },
  'quote.ether.json': {
    reading: {
      quote: {
        corridor: 'base:ETH>optimism:ETH',
        amountIn: '500000000000000000',
        amountOut: '499961000000000000',
        fees: [{ kind: 'protocol', asset: 'base:ETH', amount: '39000000000000' }],
      },
    },
  },
  'quote.unreadable.json': {
    reading: { failure: { code: 'UNSUPPORTED_ROUTE', detail: 'no route whose call can be read: it offers Relay' } },
  },
  'quote.none.json': {
    reading: { failure: { code: 'UNSUPPORTED_ROUTE' } },
  },
  'quote.error-no-routes.json': {
    reading: { failure: { code: 'UNSUPPORTED_ROUTE', detail: 'No routes available' } },
  },
  'quote.error-token.json': {
    reading: { failure: { code: 'UNSUPPORTED_ROUTE', detail: 'Bad Request: Token is not supported on this chain' } },
  },
  'status.pending.json': { reading: { transfer: { state: 'PENDING', originTransaction: null, amountOut: null } } },
  'status.in-progress.json': {
    reading: { transfer: { state: 'BRIDGING', vendorState: 'IN_PROGRESS', destinationTransaction: null, amountOut: null } },
  },
  'status.earlier-fulfilled.json': {
    reading: {
      transfer: {
        state: 'COMPLETED',
        vendorState: 'FULFILLED',
        transferKey: null,
        id: `0x${'1f'.repeat(32)}`,
        from: 'ethereum:USDC',
        to: 'arbitrum:USDC',
        amountIn: '1500000',
        amountOut: '1492380',
        destinationTransaction: `0x${'3d'.repeat(32)}`,
      },
    },
  },
  'status.earlier-refunded.json': {
    reading: { transfer: { state: 'REFUNDED', amountOut: null, refundTransaction: `0x${'4e'.repeat(32)}` } },
  },
  'status.earlier-none.json': { reading: { failure: { code: 'NOT_FOUND' } } },
  'status.completed.json': {
    reading: {
      transfer: {
        state: 'COMPLETED',
        transferKey: 'bungee:1:0x759a82929538535f6186da129b49e42f3fa22539cde911a2f394bf9d1e3732b4',
        from: 'ethereum:USDC',
        to: 'arbitrum:USDC',
        amountIn: '1000000000',
        amountOut: '997812345',
        destinationTransaction: `0x${'ab'.repeat(32)}`,
      },
    },
  },
  'status.not-found.json': {
    reading: { failure: { code: 'NOT_FOUND' } },
    ask: { transfer: { originChainId: 1, id: `0x${'12'.repeat(32)}` } },
  },
  // One of its tokens has other decimals than ours, and is left out.
  'tokens-list.json': {
    reading: {
      corridors: expect.arrayContaining([
        { from: 'ethereum:USDC', to: 'arbitrum:USDC' },
        { from: 'arbitrum:ETH', to: 'ethereum:ETH' },
      ]),
    },
  },
});
