import fc from 'fast-check';
import { encodeAbiParameters, encodeEventTopics, getAbiItem, type Hex, toHex } from 'viem';
import { describeEvents } from '../_kit/conformance.ts';
import type { BridgeEvent, RawLog } from '../_kit/port.ts';
import { anyAddress, anyBytes } from '../_kit/testing/any-bytes.ts';
import { destinationAbi, earlierDestinationAbi, sourceAbi } from './abi.ts';
import { DLN_DESTINATION, DLN_SOURCE } from './contracts.ts';
import { debridge } from './debridge.ts';

const word = anyBytes(32);
const uint128 = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });
const chain = fc.constantFrom(1, 10, 137, 8453, 42161, 43114);

const orders = fc.record({
  maker: anyAddress,
  from: chain,
  to: chain,
  giveToken: anyAddress,
  takeToken: anyAddress,
  giveAmount: uint128,
  takeAmount: uint128,
  receiver: anyAddress,
  nonce: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  orderId: word,
});
type Told = typeof orders extends fc.Arbitrary<infer T> ? T : never;

const structOf = (told: Told) => ({
  makerOrderNonce: told.nonce,
  makerSrc: told.maker,
  giveChainId: BigInt(told.from),
  giveTokenAddress: told.giveToken,
  giveAmount: told.giveAmount,
  takeChainId: BigInt(told.to),
  takeTokenAddress: told.takeToken,
  takeAmount: told.takeAmount,
  receiverDst: told.receiver,
  givePatchAuthoritySrc: told.maker,
  orderAuthorityAddressDst: told.maker,
  allowedTakerDst: '0x' as Hex,
  allowedCancelBeneficiarySrc: '0x' as Hex,
  externalCall: '0x' as Hex,
});

const fieldsOf = (told: Told) => ({
  orderId: told.orderId,
  originChainId: BigInt(told.from),
  destinationChainId: BigInt(told.to),
  inputToken: told.giveToken,
  outputToken: told.takeToken,
  netInputAmount: told.giveAmount,
  outputAmount: told.takeAmount,
  depositor: told.maker,
  recipient: told.receiver,
});

const created = fc
  .record({ told: orders, percentFee: uint128, affiliate: fc.option(fc.tuple(anyAddress, uint128)), nativeFixFee: uint128, payload: word })
  .map(({ told, percentFee, affiliate, nativeFixFee, payload }): { log: RawLog; expected: BridgeEvent } => {
    const affiliateFee: Hex = affiliate === null ? '0x' : `${affiliate[0] as Hex}${toHex(affiliate[1], { size: 32 }).slice(2)}`;
    const item = getAbiItem({ abi: sourceAbi, name: 'CreatedOrder' });
    const data = encodeAbiParameters(item.inputs, [structOf(told), told.orderId, affiliateFee, nativeFixFee, percentFee, 7, payload]);
    return {
      log: {
        chainId: told.from,
        address: DLN_SOURCE,
        topics: encodeEventTopics({ abi: sourceAbi, eventName: 'CreatedOrder' }) as string[],
        data,
      },
      expected: {
        kind: 'deposit',
        transferKey: `debridge:${told.from}:${told.orderId}`,
        fields: {
          ...fieldsOf(told),
          inputAmount: told.giveAmount + percentFee + (affiliate?.[1] ?? 0n),
          percentFee,
          nativeFixFee,
          referralCode: 7n,
        },
      },
    };
  });

const filled = fc
  .record({ told: orders, actual: uint128, taker: anyAddress, unlock: anyAddress, earlier: fc.boolean() })
  .map(({ told, actual, taker, unlock, earlier }): { log: RawLog; expected: BridgeEvent } => {
    const abi = earlier ? earlierDestinationAbi : destinationAbi;
    const data = earlier
      ? encodeAbiParameters(getAbiItem({ abi: earlierDestinationAbi, name: 'FulfilledOrder' }).inputs, [
          structOf(told),
          told.orderId,
          taker,
          unlock,
        ])
      : encodeAbiParameters(getAbiItem({ abi: destinationAbi, name: 'FulfilledOrder' }).inputs, [
          structOf(told),
          told.orderId,
          actual,
          taker,
          unlock,
        ]);
    return {
      log: {
        chainId: told.to,
        address: DLN_DESTINATION,
        topics: encodeEventTopics({ abi, eventName: 'FulfilledOrder' } as never) as string[],
        data,
      },
      expected: {
        kind: 'fill',
        transferKey: `debridge:${told.from}:${told.orderId}`,
        fields: {
          ...fieldsOf(told),
          deliveredAmount: earlier ? told.takeAmount : actual,
          deliveredTo: told.receiver,
          relayer: taker,
          unlockAuthority: unlock,
        },
      },
    };
  });

const cancelled = fc
  .record({ at: chain, orderId: word, to: anyAddress, token: anyAddress, amount: uint128 })
  .map(({ at, orderId, to, token, amount }): { log: RawLog; expected: BridgeEvent } => ({
    log: {
      chainId: at,
      address: DLN_SOURCE,
      topics: encodeEventTopics({ abi: sourceAbi, eventName: 'ClaimedOrderCancel' }) as string[],
      data: encodeAbiParameters(getAbiItem({ abi: sourceAbi, name: 'ClaimedOrderCancel' }).inputs, [orderId, to, amount, token]),
    },
    expected: {
      kind: 'refund',
      transferKey: `debridge:${at}:${orderId}`,
      fields: { orderId, originChainId: BigInt(at), refundedTo: to, refundedToken: token, refundedAmount: amount },
    },
  }));

describeEvents(debridge, fc.oneof(created, filled, cancelled));
