import fc from 'fast-check';
import { encodeAbiParameters, encodeErrorResult, type Hex, parseAbi, parseAbiParameters, toEventSelector } from 'viem';
import { describe, expect, test } from 'vitest';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { assetById } from '#core/domain/asset.ts';
import { playBack, type Recorded } from '../../_kit/play-back.ts';
import type { Bridge } from '../../_kit/port.ts';
import { bridgeAbi, errorsAbi, messengerAbi, passerAbi, portalAbi } from '../abi.ts';
import type { OpStackChain } from '../op-stack-chain.ts';
import { given, nowMs, questionsOf, recipient } from './op-stack-answers.ts';
import { opStackLogs } from './op-stack-logs.ts';

/** Logs, lists and reverts. */
export const describeOpStackFacts = (bridge: Bridge, chain: OpStackChain): void => {
  const { slug } = questionsOf(chain);
  describe(`${chain.id}, besides`, () => {
    test('a log and those that follow it name the transfer; these are understood, and none themselves', () => {
      fc.assert(
        fc.property(opStackLogs(chain), ({ log, following = [], expected }) => {
          const [first, ...others] = bridge.decodeTogether?.([log, ...following]) ?? [];
          expect(first).toEqual(expected);
          expect(others.filter((one) => one !== null && one?.kind !== 'claimed')).toEqual([]);
        }),
      );
    });

    test('topics are those of the contracts', () => {
      const topicOf = (abi: readonly object[], name: string) =>
        toEventSelector(abi.find((item) => 'name' in item && item.name === name && 'type' in item && item.type === 'event') as never);
      expect(topicOf(bridgeAbi, 'ETHBridgeInitiated')).toBe('0x2849b43074093a05396b6f2a937dee8565b15a48a7b3d4bffb732a5017380af5');
      expect(topicOf(bridgeAbi, 'ETHBridgeFinalized')).toBe('0x31b2166ff604fc5672ea5df08a78081d2bc6d746cadce880747f3643d819e83d');
      expect(topicOf(bridgeAbi, 'ERC20BridgeInitiated')).toBe('0x7ff126db8024424bbfd9826e8ab82ff59136289ea440b04b39a0df1b03b9cabf');
      expect(topicOf(bridgeAbi, 'ERC20BridgeFinalized')).toBe('0xd59c65b35445225835c83f50b6ede06a7be047d22e357073e250d9af537518cd');
      expect(topicOf(messengerAbi, 'SentMessage')).toBe('0xcb0f7ffd78f9aee47a248fae8db181db6eee833039123e026dcbff529522e52a');
      expect(topicOf(messengerAbi, 'RelayedMessage')).toBe('0x4641df4a962071e12719d8c8c8e5ac7fc4d97b927346a3d7a335b1f7517e133c');
      expect(topicOf(passerAbi, 'MessagePassed')).toBe('0x02a52367d10742d8032712c1bb8e0144ff1ec5ffda1ed7d70bb05a2744955054');
      expect(topicOf(portalAbi, 'WithdrawalProven')).toBe('0x67a6208cfcc0801d50f6cbe764733f4fddf66ac0b04442061a8a8c0cb6b63f62');
      expect(topicOf(portalAbi, 'WithdrawalFinalized')).toBe('0xdb5c7652857aa163daadd670e116628fb42e869d8ac4251ef8971d9e5727df1b');
    });

    test('tokens that do not say whose they are are not listed, nor any while the chain is out of reach', async () => {
      const whose = chain.tokens.map((symbol) => assetById(`ethereum:${symbol}`)?.address ?? NATIVE_ADDRESS);
      const told = (addresses: readonly string[]) =>
        given(...addresses.map((one) => encodeAbiParameters(parseAbiParameters('address'), [one as Hex])));
      const listed = async (recorded: Recorded) => {
        const corridors = await bridge.corridors(playBack(recorded, nowMs));
        return corridors.ok ? corridors.value.map(({ from, to }) => `${from}>${to}`) : corridors.error.code;
      };
      const ether = [`ethereum:ETH>${slug}:ETH`, `${slug}:ETH>ethereum:ETH`];
      expect(await listed(told(whose))).toEqual([
        ...ether,
        ...chain.tokens.flatMap((symbol) => [`ethereum:${symbol}>${slug}:${symbol}`, `${slug}:${symbol}>ethereum:${symbol}`]),
      ]);
      expect(await listed(told(whose.map(() => recipient)))).toEqual(ether);
      expect(await listed({ rpc: { kind: 'timeout' } })).toBe('UPSTREAM_TIMEOUT');
    });

    test('reverts are explained in words that a signer can act on', () => {
      const inWords = (reason: string) => encodeErrorResult({ abi: parseAbi(['error Error(string reason)']), args: [reason] });
      expect(bridge.explainRevert(encodeErrorResult({ abi: errorsAbi, errorName: 'CallPaused' }))?.code).toBe('PAUSED');
      expect(bridge.explainRevert(encodeErrorResult({ abi: errorsAbi, errorName: 'OutOfGas' }))?.code).toBe('LIMIT');
      expect(bridge.explainRevert(inWords('StandardBridge: paused'))?.code).toBe('PAUSED');
      expect(bridge.explainRevert(inWords('StandardBridge: function can only be called from an EOA'))).toBeUndefined();
    });
  });
};
