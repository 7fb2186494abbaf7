import fc from 'fast-check';
import { encodeFunctionData, type Hex, keccak256, parseAbi, zeroHash } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { BridgeEvent, RawLog } from '../../_kit/port.ts';
import { anyAddress, anyBytes } from '../../_kit/testing/any-bytes.ts';
import { encodeLog } from '../../_kit/testing/encode-log.ts';
import { bridgeAbi, messengerAbi, passerAbi, portalAbi } from '../abi.ts';
import { L1_CHAIN_ID, L2_MESSAGE_PASSER, L2_MESSENGER, L2_STANDARD_BRIDGE, type OpStackChain } from '../op-stack-chain.ts';

/** Logs of an OP Stack bridge's transactions, made by the contracts' own encoding, and what the decoder must read from each. */

const uint256 = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n });

/** What the bridges themselves tell each other. */
const finalizeAbi = parseAbi([
  'function finalizeBridgeETH(address from, address to, uint256 amount, bytes extraData)',
  'function finalizeBridgeERC20(address localToken, address remoteToken, address from, address to, uint256 amount, bytes extraData)',
]);

const drawn = fc.record({
  from: anyAddress,
  to: anyAddress,
  amount: uint256,
  localToken: anyAddress,
  remoteToken: anyAddress,
  nonce: uint256,
  number: anyBytes(32),
  isEther: fc.boolean(),
  success: fc.boolean(),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

interface Case {
  readonly log: RawLog;
  readonly following?: readonly RawLog[];
  readonly expected: BridgeEvent;
}

const bridgeLog = (at: { chainId: number; address: string }, verb: 'Initiated' | 'Finalized', one: Drawn): RawLog =>
  encodeLog(at, bridgeAbi, `${one.isEther ? 'ETH' : 'ERC20'}Bridge${verb}`, { ...one, extraData: '0x' });

const agreedOf = (one: Drawn, isDeparture: boolean) => {
  const local = one.isEther ? NATIVE_ADDRESS : one.localToken;
  const remote = one.isEther ? NATIVE_ADDRESS : one.remoteToken;
  return {
    inputToken: isDeparture ? local : remote,
    outputToken: isDeparture ? remote : local,
    inputAmount: one.amount,
    outputAmount: one.amount,
    depositor: one.from,
    recipient: one.to,
  };
};

/** The number of a transfer stands in another log than what it carries. */
const NUMBERS = new Set(['messageHash', 'guid', 'withdrawalHash']);

/** What a log tells without those that follow it. */
export const alone = ({ log, following, expected: { kind, transferKey, fields } }: Case): Case =>
  following === undefined
    ? { log, expected: { kind, ...(transferKey !== undefined && { transferKey }), fields } }
    : { log, expected: { kind, fields: Object.fromEntries(Object.entries(fields).filter(([name]) => !NUMBERS.has(name))) } };

export const opStackLogs = (chain: OpStackChain): fc.Arbitrary<Case> => {
  const { standardBridge, messenger, portal } = chain.l1;
  const l1 = (address: string) => ({ chainId: L1_CHAIN_ID, address });
  const l2 = (address: string) => ({ chainId: chain.chainId, address });
  const there = { originChainId: BigInt(L1_CHAIN_ID), destinationChainId: BigInt(chain.chainId) };
  const back = { originChainId: BigInt(chain.chainId), destinationChainId: BigInt(L1_CHAIN_ID) };

  const depositSent = (one: Drawn): Case => {
    const { from, to, amount, localToken, remoteToken, nonce, isEther } = one;
    const message = isEther
      ? encodeFunctionData({ abi: finalizeAbi, functionName: 'finalizeBridgeETH', args: [from, to, amount, '0x'] })
      : encodeFunctionData({
          abi: finalizeAbi,
          functionName: 'finalizeBridgeERC20',
          args: [remoteToken, localToken, from, to, amount, '0x'],
        });
    const sent = { target: L2_STANDARD_BRIDGE, sender: standardBridge, message, messageNonce: nonce, gasLimit: 200_000n };
    const value = isEther ? amount : 0n;
    const args = [nonce, standardBridge as Hex, L2_STANDARD_BRIDGE, value, 200_000n, message] as const;
    const hash = keccak256(encodeFunctionData({ abi: messengerAbi, functionName: 'relayMessage', args }));
    const another = { ...sent, sender: L2_MESSENGER };
    return {
      log: bridgeLog(l1(standardBridge), 'Initiated', one),
      // Another contract's message in the same transaction is not this one.
      following: [another, sent].map((each) => encodeLog(l1(messenger), messengerAbi, 'SentMessage', each)),
      expected: {
        kind: 'deposit',
        transferKey: `${chain.id}:1:${hash}`,
        fields: { ...there, ...agreedOf(one, true), messageHash: hash, guid: hash },
      },
    };
  };
  const depositArrived = (one: Drawn): Case => ({
    log: bridgeLog(l2(L2_STANDARD_BRIDGE), 'Finalized', one),
    following: [encodeLog(l2(L2_MESSENGER), messengerAbi, 'RelayedMessage', { msgHash: one.number })],
    expected: {
      kind: 'fill',
      transferKey: `${chain.id}:1:${one.number}`,
      fields: {
        ...there,
        ...agreedOf(one, false),
        messageHash: one.number,
        guid: one.number,
        deliveredTo: one.to,
        deliveredAmount: one.amount,
      },
    },
  });
  const key = ({ number }: Drawn): string => `${chain.id}:${chain.chainId}:${number}`;
  const withdrawalSent = (one: Drawn): Case => {
    const passed = { nonce: one.nonce, sender: L2_MESSENGER, target: messenger, value: one.amount, gasLimit: 1n, data: '0x1234' };
    return {
      log: bridgeLog(l2(L2_STANDARD_BRIDGE), 'Initiated', one),
      following: [{ ...passed, sender: one.from }, passed].map((each, index) =>
        encodeLog(l2(L2_MESSAGE_PASSER), passerAbi, 'MessagePassed', {
          ...each,
          withdrawalHash: index === 1 ? one.number : `0x${'0'.repeat(64)}`,
        }),
      ),
      expected: {
        kind: 'deposit',
        transferKey: key(one),
        fields: { ...back, ...agreedOf(one, true), withdrawalHash: one.number, userSteps: 'prove@1+3600,claim@1+608400' },
      },
    };
  };
  const withdrawalArrived = (one: Drawn): Case => ({
    log: bridgeLog(l1(standardBridge), 'Finalized', one),
    following: [
      encodeLog(l1(messenger), messengerAbi, 'RelayedMessage', { msgHash: one.number }),
      // Another's whose call failed has paid nobody.
      ...(one.success ? [] : [encodeLog(l1(portal), portalAbi, 'WithdrawalFinalized', { withdrawalHash: zeroHash, success: false })]),
      encodeLog(l1(portal), portalAbi, 'WithdrawalFinalized', { withdrawalHash: one.number, success: true }),
    ],
    expected: {
      kind: 'fill',
      transferKey: key(one),
      fields: { ...back, ...agreedOf(one, false), withdrawalHash: one.number, deliveredTo: one.to, deliveredAmount: one.amount },
    },
  });
  const done =
    (eventName: 'WithdrawalProven' | 'WithdrawalFinalized', kind: 'proven' | 'claimed') =>
    (one: Drawn): Case => ({
      log: encodeLog(l1(portal), portalAbi, eventName, { ...one, withdrawalHash: one.number }),
      expected: {
        kind,
        transferKey: key(one),
        fields: { ...back, withdrawalHash: one.number, ...(kind === 'claimed' && !one.success && { failed: 'true' }) },
      },
    });

  const makers = [
    depositSent,
    depositArrived,
    withdrawalSent,
    withdrawalArrived,
    done('WithdrawalProven', 'proven'),
    done('WithdrawalFinalized', 'claimed'),
  ];
  return fc.tuple(fc.constantFrom(...makers), drawn).map(([make, one]) => make(one));
};
