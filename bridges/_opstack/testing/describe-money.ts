import { decodeFunctionData, encodeFunctionResult, type Hex } from 'viem';
import { describe, expect, test } from 'vitest';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { checkAnswer } from '../../_kit/check-answer.ts';
import { playBack, type Recorded } from '../../_kit/play-back.ts';
import type { Bridge, BridgeContext } from '../../_kit/port.ts';
import { bridgeAbi, factoryAbi } from '../abi.ts';
import { resourceGas } from '../deposit-gas.ts';
import { L2_STANDARD_BRIDGE, type OpStackChain } from '../op-stack-chain.ts';
import { wayOf } from '../way.ts';
import { delays, fees, GWEI, given, nowMs, questionsOf, recipient, sender } from './op-stack-answers.ts';

/** Each call of a withdrawal's two rounds gets what the recording of its round says. */
const rounds = (first: Recorded, second: Recorded): BridgeContext => {
  let asked = 0;
  const context = playBack(first, nowMs);
  return {
    ...context,
    rpc: {
      ...context.rpc,
      call: async () => {
        asked += 1;
        const recorded = asked === 1 ? first : second;
        return 'rpc' in recorded ? recorded.rpc : { kind: 'timeout' };
      },
    },
  };
};
const game = (timestamp: bigint): Hex =>
  encodeFunctionResult({ abi: factoryAbi, functionName: 'gameAtIndex', result: [0, timestamp, NATIVE_ADDRESS] });

/** What it costs, how long it takes and what is signed. */
export const describeOpStackMoney = (bridge: Bridge, chain: OpStackChain): void => {
  const { deposit, withdrawal, tokenDeposit, tokenWithdrawal } = questionsOf(chain);
  const way = wayOf(chain, deposit.corridor);
  if (way === undefined) throw new Error('no way for ether');
  describe(`${chain.id}, what it costs and takes`, () => {
    test('the dearer the portal’s gas against Ethereum’s, the more a deposit burns; never less than it uses', async () => {
      const gasAt = async (portalFee: bigint, baseFee: bigint) => {
        const quoted = await bridge.quote(playBack(fees(portalFee, baseFee), nowMs), deposit);
        return quoted.ok ? quoted.value.originGas : -1n;
      };
      expect(await gasAt(GWEI, GWEI / 10n)).toBe(resourceGas(way));
      expect(await gasAt(2n * GWEI, GWEI)).toBe(2n * resourceGas(way));
      expect(await gasAt(GWEI, 100n * GWEI)).toBe(115_000n);
      expect(await gasAt((1n << 128n) - 1n, GWEI)).toBe(20_000_000n);
    });

    test('a withdrawal names its proof and its claim, with the waits that the chain itself tells', async () => {
      const context = rounds(delays(9n), given(game(10_000n), game(8_200n)));
      const quoted = await bridge.quote(context, withdrawal);
      expect(quoted).toMatchObject({
        ok: true,
        value: {
          amountOut: withdrawal.amountIn,
          etaSeconds: { p50: 606_624, p90: 608_424 },
          userSteps: [
            { kind: 'prove', chainId: 1, afterSeconds: 1_800, gas: 250_000n },
            { kind: 'claim', chainId: 1, afterSeconds: 606_600, gas: 190_000n },
          ],
        },
      });
      if (quoted.ok) expect(checkAnswer({ question: withdrawal, answer: quoted.value, observedAtMs: nowMs }).ok).toBe(true);
    });

    test.each([
      ['none yet', 0n, given()],
      ['one yet', 1n, given()],
      ['the wrong way round', 9n, given(game(8_200n), game(10_000n))],
      ['weeks apart', 9n, given(game(10_000_000n), game(1n))],
    ])('proposals: %s, and an hour is taken', async (_name, count, second) => {
      const quoted = await bridge.quote(rounds(delays(count), second), withdrawal);
      expect(quoted.ok && quoted.value.userSteps?.[0]?.afterSeconds).toBe(3_600);
    });

    test('what Ethereum’s side holds of a token is the most that can be withdrawn', async () => {
      const first = delays(0n, 2_000_000_000n);
      expect(await bridge.quote(rounds(first, given()), tokenWithdrawal)).toMatchObject({
        ok: true,
        value: { limits: { max: 2_000_000_000n } },
      });
    });

    test.each([
      ['there', tokenDeposit, chain.l1.standardBridge, fees(GWEI, GWEI)],
      ['back', tokenWithdrawal, L2_STANDARD_BRIDGE, delays(0n, 1n << 100n)],
    ])('a token goes %s by its own bridge, which needs an allowance', async (_name, question, to, recorded) => {
      const request = { ...question, sender, recipient, minAmountOut: question.amountIn };
      const built = await bridge.transaction(playBack(recorded, nowMs), {
        ...request,
        quoted: { amountOut: question.amountIn, validUntilMs: nowMs },
      });
      expect(built).toMatchObject({ ok: true, value: { to, spender: to, value: 0n } });
      const { from, to: destination } = question.corridor;
      const args = built.ok && decodeFunctionData({ abi: bridgeAbi, data: built.value.data as Hex }).args;
      expect(args).toEqual([from.address, destination.address, recipient, question.amountIn, 200_000, '0x']);
    });
  });
};
