import { describeReadings } from '../_kit/conformance.ts';
import { relay } from './relay.ts';
import { ID, otherwise } from './testing/recorded.ts';

const usdc = { corridor: 'ethereum:USDC>arbitrum:USDC', amountIn: '1000000000' };
const failure = (code: string) => ({ reading: { failure: { code } } });
describeReadings(
  relay,
  new URL('fixtures/', import.meta.url),
  {
    'quote.bridge-eth-1-to-8453.json': {
      reading: {
        quote: {
          corridor: 'ethereum:ETH>base:ETH',
          amountIn: '1001599368867232',
          amountOut: '1000000000000000',
          minAmountOut: '1000000000000000',
          fees: [
            { kind: 'relayer-gas', amount: '1599368867232' },
            { kind: 'solver', amount: '0' },
          ],
          etaSeconds: { p50: 12, p90: 36 },
        },
      },
    },
    'quote.strict-deposit-address.json': {
      reading: {
        quote: {
          corridor: 'base:ETH>optimism:ETH',
          amountIn: '100000000000000000',
          amountOut: '99980217346383433',
          minAmountOut: '97980612999455765',
          fees: [
            { kind: 'relayer-gas', amount: '773072690010' },
            { kind: 'solver', amount: '19009580926557' },
          ],
          originGas: '27300',
        },
      },
    },
    'quote.usdc-1-to-42161.json': { reading: { quote: { ...usdc, amountOut: '999881800', minAmountOut: '999381858', rebate: '0' } } },
    'quote.usdc-with-rebate.json': { reading: { quote: { ...usdc, amountOut: '999990000', rebate: '13200' } } },
    'quote.usdc-rebalanced.json': { reading: { quote: { ...usdc, amountOut: '999631800' } } },
    'quote.usdc-to-eth.json': { reading: { quote: { corridor: 'ethereum:USDC>arbitrum:ETH', amountOut: '344640000000000000' } } },
    'quote.error-amount-too-low.json': failure('AMOUNT_TOO_LOW'),
    'quote.error-amount-too-high.json': failure('AMOUNT_TOO_HIGH'),
    'quote.error-no-routes.json': failure('UNSUPPORTED_ROUTE'),
    'quote.error-input-currency.json': failure('UNSUPPORTED_ROUTE'),
    'quote.error-destination-failed.json': failure('UPSTREAM_ERROR'),
    'quote.error-liquidity.json': failure('INSUFFICIENT_LIQUIDITY'),
    'chains.json': { reading: { corridors: [{ from: 'ethereum:ETH', to: 'arbitrum:ETH' }, {}, {}, {}] } },
    'intents-status-v3.success.json': {
      reading: {
        transfer: {
          bridge: 'relay',
          state: 'COMPLETED',
          vendorState: 'success',
          originChainId: 7_777_777,
          destinationChainId: 8453,
          originTransaction: '0xe53021eaa63d100b08338197d26953e2219bcbad828267dd936c549ff643aad7',
          destinationTransaction: '0x9da7bc54dfe6229d6980fd62250d472f23dfe0f41a1cdc870c81a08b3445f254',
        },
      },
    },
    'intents-status.success-deprecated.json': { reading: { transfer: { state: 'COMPLETED', destinationChainId: 8453 } } },
    'intents-status-v3.pending.json': {
      ask: { transfer: { originChainId: 1, id: ID } },
      reading: { transfer: { state: 'CONFIRMED', transferKey: `relay:1:${ID}`, destinationTransaction: null } },
    },
    'intents-status-v3.refunded.json': {
      reading: {
        transfer: {
          state: 'REFUNDED',
          destinationTransaction: null,
          refundTransaction: '0x9da7bc54dfe6229d6980fd62250d472f23dfe0f41a1cdc870c81a08b3445f254',
        },
      },
    },
    'intents-status-v3.failure.json': { reading: { transfer: { state: 'FAILED', vendorState: 'failure' } } },
    'requests-v2.success.json': {
      reading: {
        transfer: {
          state: 'COMPLETED',
          transferKey: `relay:1:${ID}`,
          from: 'ethereum:USDC',
          to: 'arbitrum:USDC',
          amountIn: '1000000000',
          amountOut: '999881800',
          destinationTransaction: '0x9da7bc54dfe6229d6980fd62250d472f23dfe0f41a1cdc870c81a08b3445f254',
        },
      },
    },
    'requests-v2.refunded.json': {
      reading: {
        transfer: {
          state: 'REFUNDED',
          vendorState: 'refund',
          originChainId: 1,
          amountIn: '1000000000',
          amountOut: null,
          destinationTransaction: null,
          refundTransaction: '0x9da7bc54dfe6229d6980fd62250d472f23dfe0f41a1cdc870c81a08b3445f254',
        },
      },
    },
    'requests-v2.none.json': failure('NOT_FOUND'),
    'intents-status-v3.unknown.json': failure('NOT_FOUND'),
  },
  otherwise,
);
