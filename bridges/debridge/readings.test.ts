import { expect } from 'vitest';
import { describeReadings } from '../_kit/conformance.ts';
import { debridge } from './debridge.ts';

describeReadings(debridge, new URL('fixtures/', import.meta.url), {
  'create-tx.arb-to-matic.json': {
    reading: {
      quote: {
        corridor: 'arbitrum:0x912CE59144191C1204E64559FE8253a0e49E6548>polygon:POL',
        amountIn: '1000097362178910640486',
        amountOut: '1414379129275580318365',
        minAmountOut: '1414379129275580318365',
        fees: [
          { kind: 'reserve', asset: 'arbitrum:USDC', amount: '1182866' },
          { kind: 'protocol', asset: 'arbitrum:USDC', amount: '134711' },
          { kind: 'solver', asset: 'polygon:USDC', amount: '134657' },
          { kind: 'relayer-gas', asset: 'polygon:USDC', amount: '32862' },
          { kind: 'reserve', asset: 'polygon:POL', amount: '7822106798406929865' },
        ],
        surcharges: [{ kind: 'fixed', asset: 'arbitrum:ETH', amount: '1000000000000000' }],
        etaSeconds: { p50: 3, p90: 120 },
      },
    },
  },
  'create-tx.usdc-estimation.json': { reading: { quote: { amountIn: '1000000000', amountOut: '999147813' } } },
  'create-tx.usdc-prepended.json': { reading: { quote: { amountIn: '1000052347', amountOut: '999200120' } } },
  'create-tx.error-low-give-amount.json': {
    reading: { failure: { code: 'AMOUNT_TOO_LOW', detail: expect.stringContaining('ERROR_LOW_GIVE_AMOUNT') } },
  },
  'create-tx.error-impossible-route.json': { reading: { failure: { code: 'UNSUPPORTED_ROUTE' } } },
  'create-tx.error-500.json': { reading: { failure: { code: 'UPSTREAM_ERROR' } } },
  'order-details.json': {
    reading: {
      transfer: {
        state: 'COMPLETED',
        vendorState: 'Fulfilled',
        transferKey: 'debridge:999:0x5a93',
        originChainId: 999,
        destinationChainId: 7565164,
        amountIn: '1000307595',
        amountOut: '5786315492',
        recipient: '5NBgatnfozAUUULsdqNKhTHbqVRmhKR1T6Xz9dL7sM72',
      },
    },
  },
  'order-details.tracked.json': {
    reading: {
      transfer: {
        state: 'COMPLETED',
        vendorState: 'ClaimedUnlock',
        transferKey: `debridge:1:0x${'8c'.repeat(32)}`,
        from: 'ethereum:USDC',
        to: 'arbitrum:USDC',
        amountIn: '999600000',
        amountOut: '999147813',
        recipient: '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955',
        originTransaction: `0x${'76'.repeat(32)}`,
        destinationTransaction: `0x${'9c'.repeat(32)}`,
      },
    },
  },
  'order-details.tracked-cancelled.json': {
    reading: { transfer: { state: 'FAILED', vendorState: 'SentOrderCancelled', amountOut: null, destinationTransaction: null } },
  },
  'order-status.json': {
    reading: { transfer: { state: 'COMPLETED', vendorState: 'Fulfilled', id: '0x5a93', transferKey: null, originChainId: null } },
  },
  'order-status.cancelled.json': { reading: { transfer: { state: 'REFUNDED', vendorState: 'ClaimedOrderCancel' } } },
  'order-status.none.json': { reading: { failure: { code: 'NOT_FOUND' } } },
  'order-ids.json': { reading: { facts: { orderIds: ['0x5a93'] } } },
  'supported-chains-info.json': {
    reading: {
      facts: {
        chains: [
          { chainId: 1, name: 'Ethereum' },
          { chainId: 7565164, name: 'Solana' },
          { chainId: 999, debridgeId: 100000022, name: 'HyperEVM' },
        ],
      },
    },
  },
  'token-list.json': { reading: { assets: [{ asset: 'ethereum:ETH', chainId: 1, symbol: 'ETH', decimals: 18, listed: true }] } },
});
