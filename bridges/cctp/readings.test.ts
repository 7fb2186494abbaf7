import { expect } from 'vitest';
import { describeReadings } from '../_kit/conformance.ts';
import { cctp } from './cctp.ts';
import { otherwise, question } from './testing/recorded.ts';

const ask = { question };
const complete = {
  vendorState: 'complete',
  id: '0xf446cb82eb486fef485c14c301eaab73aa35f87e3feda3547acf0f33cd4b40f3',
  transferKey: expect.stringMatching(/^cctp:1:0x[0-9a-f]{64}$/),
  originChainId: 1,
  destinationChainId: 8453,
  from: 'ethereum:0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238',
  to: 'base:USDC',
  sender: '0xC5567a5E3370d4DBfB0540025078e283e36A363d',
  recipient: '0x23f9a5BEA7B92a0638520607407BC7f0310aEeD4',
  amountIn: '100000',
};

describeReadings(
  cctp,
  new URL('fixtures/', import.meta.url),
  {
    'burn-usdc-fees.json': {
      ask,
      reading: { quote: { amountOut: '999900000', fees: [{ kind: 'finality', amount: '100001' }], limits: { instant: null } } },
    },
    'burn-usdc-fees.forward.json': {
      ask,
      reading: {
        quote: { amountOut: '999899890', minAmountOut: '999889839', fees: [{ amount: '100001' }, { kind: 'forwarding', amount: '110' }] },
      },
    },
    'burn-usdc-fees.fractional.json': {
      ask,
      reading: { quote: { amountOut: '999870000', fees: [{ kind: 'finality', amount: '130001' }] } },
    },
    'burn-usdc-fees.error-404.json': {
      reading: { failure: { code: 'UNSUPPORTED_ROUTE', detail: expect.stringContaining('domain pair') } },
    },
    'fast-burn-allowance.json': { reading: { facts: { allowance: '124764640000', decimals: 6, lastUpdated: '2025-01-23T10:00:00Z' } } },
    'messages.complete.json': {
      reading: { transfer: { ...complete, state: 'BRIDGING', amountOut: '99990', actionNeeded: 'call receiveMessage on Base' } },
    },
    'messages.forwarded.json': {
      reading: {
        transfer: {
          ...complete,
          state: 'COMPLETED',
          amountOut: '99990',
          actionNeeded: null,
          destinationTransaction: `0x${'5c'.repeat(32)}`,
        },
      },
    },
    'messages.pending.json': {
      reading: { transfer: { ...complete, vendorState: 'pending_confirmations', state: 'BRIDGING', amountOut: null, actionNeeded: null } },
    },
    'messages.pending-bare.json': {
      ask: { transfer: { originChainId: 10, transactionHash: `0x${'12'.repeat(32)}` } },
      reading: { transfer: { state: 'BRIDGING', originChainId: 10, amountIn: null } },
    },
    'messages.delayed.json': {
      reading: { transfer: { ...complete, vendorState: 'pending_confirmations: insufficient_fee', state: 'BRIDGING' } },
    },
    'messages.not-found.json': { reading: { failure: { code: 'NOT_FOUND' } } },
  },
  otherwise,
);
