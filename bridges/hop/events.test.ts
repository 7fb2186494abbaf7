import fc from 'fast-check';
import { concatHex, encodeAbiParameters, getAbiItem, getAddress, type Hex, numberToHex, pad, toEventSelector } from 'viem';
import { describe, expect, test } from 'vitest';
import { describeEvents } from '../_kit/conformance.ts';
import type { RawLog } from '../_kit/port.ts';
import { anyAddress, anyBytes } from '../_kit/testing/any-bytes.ts';
import { encodeLog } from '../_kit/testing/encode-log.ts';
import { cctpAbi, hopAbi } from './abi.ts';
import { domainOf, messageTransmitter } from './cctp-v1.ts';
import { assetOf, HOP_TOKENS, type HopPool, hopCctp, hopToken } from './contracts.ts';
import { decodeTogether } from './decode-together.ts';
import { hop } from './hop.ts';
import { fromL1Key } from './keys.ts';

const id = anyBytes(32);
const amount = fc.bigInt({ min: 0n, max: (1n << 250n) - 1n });
const token = fc.constantFrom(...HOP_TOKENS.map(({ name }) => name));

type EventName = Extract<(typeof hopAbi)[number], { type: 'event' }>['name'];

const logOf = (eventName: EventName, at: { chainId: number; address: string }, args: Record<string, unknown>): RawLog =>
  encodeLog(at, hopAbi, eventName, args);

const l1 = (name: string) => ({ chainId: 1, address: hopToken(name)?.l1Bridge ?? '' });
const pool = (name: string, chainId: number): HopPool => hopToken(name)?.pools[chainId] as HopPool;
const l2 = (name: string, chainId: number) => ({ chainId, address: pool(name, chainId).bridge });
const out = (name: string, chainId: number) => assetOf(name, chainId)?.address;

const sent = fc
  .record({
    token,
    to: fc.constantFrom(1, 42161),
    transferId: id,
    recipient: anyAddress,
    amount,
    nonce: id,
    bonderFee: amount,
    index: amount,
    min: amount,
    deadline: amount,
  })
  .map((one) => ({
    log: logOf('TransferSent', l2(one.token, 10), {
      transferId: one.transferId,
      chainId: BigInt(one.to),
      recipient: one.recipient,
      amount: one.amount,
      transferNonce: one.nonce,
      bonderFee: one.bonderFee,
      index: one.index,
      amountOutMin: one.min,
      deadline: one.deadline,
    }),
    expected: {
      kind: 'deposit' as const,
      transferKey: `hop:0:${one.transferId}`,
      fields: {
        inputToken: out(one.token, 10) ?? '',
        outputToken: out(one.token, one.to) ?? '',
        ...(one.to === 1 ? { outputAmount: one.amount - one.bonderFee } : {}),
        inputAmount: one.amount,
        depositId: one.transferId,
        originChainId: 10n,
        destinationChainId: BigInt(one.to),
        recipient: one.recipient,
        bonderFee: one.bonderFee,
        amountOutMin: one.min,
        swapDeadline: one.deadline,
      },
    },
  }));

const fromL1 = fc
  .record({ token, recipient: anyAddress, amount, amountOutMin: amount, deadline: amount, relayer: anyAddress, relayerFee: amount })
  .chain(({ token: name, ...args }) => {
    const transferKey = fromL1Key({ token: name, destinationChainId: 42161n, ...args });
    const given = {
      log: logOf('TransferSentToL2', l1(name), { chainId: 42161n, ...args }),
      expected: {
        kind: 'deposit' as const,
        transferKey,
        fields: {
          inputToken: out(name, 1) ?? '',
          outputToken: out(name, 42161) ?? '',
          inputAmount: args.amount,
          originChainId: 1n,
          destinationChainId: 42161n,
          recipient: args.recipient,
          bonderFee: args.relayerFee,
          amountOutMin: args.amountOutMin,
          swapDeadline: args.deadline,
        },
      },
    };
    const arrived = {
      log: logOf('TransferFromL1Completed', l2(name, 42161), args),
      expected: {
        kind: 'fill' as const,
        // The very key of the deposit: neither side has an id.
        transferKey,
        fields: {
          outputToken: out(name, 42161) ?? '',
          originChainId: 1n,
          destinationChainId: 42161n,
          inputAmount: args.amount,
          recipient: args.recipient,
        },
      },
    };
    return fc.constantFrom(given, arrived);
  });

const bonded = fc.record({ token, onL1: fc.boolean(), transferId: id, amount }).map((one) => {
  const at = one.onL1 ? l1(one.token) : l2(one.token, 137);
  return {
    log: logOf('WithdrawalBonded', at, { transferId: one.transferId, amount: one.amount }),
    expected: {
      kind: 'fill' as const,
      transferKey: `hop:0:${one.transferId}`,
      fields: {
        outputToken: out(one.token, at.chainId) ?? '',
        destinationChainId: BigInt(at.chainId),
        bondedAmount: one.amount,
        ...(one.onL1 ? { asQuoted: 'true' } : {}),
      },
    },
  };
});

const settled = fc.record({ token, onL1: fc.boolean(), transferId: id, recipient: anyAddress, amount, nonce: id }).map((one) => {
  const at = one.onL1 ? l1(one.token) : l2(one.token, 137);
  return {
    log: logOf('Withdrew', at, { transferId: one.transferId, recipient: one.recipient, amount: one.amount, transferNonce: one.nonce }),
    expected: {
      kind: 'fill' as const,
      transferKey: `hop:0:${one.transferId}`,
      fields: {
        outputToken: out(one.token, at.chainId) ?? '',
        destinationChainId: BigInt(at.chainId),
        recipient: one.recipient,
        ...(one.onL1 ? { deliveredAmount: one.amount } : { partial: 'true', hTokenAmount: one.amount }),
      },
    },
  };
});

const burnBody = (recipient: Hex, value: bigint, sender: Hex): Hex =>
  concatHex([numberToHex(0, { size: 4 }), pad(sender), pad(recipient), numberToHex(value, { size: 32 }), pad(sender)]);

const received = (chainId: number, args: { domain: number; nonce: bigint; body: Hex }): RawLog => ({
  chainId,
  address: messageTransmitter(chainId) ?? '',
  topics: [toEventSelector(getAbiItem({ abi: cctpAbi, name: 'MessageReceived' })), pad('0x01'), numberToHex(args.nonce, { size: 32 })],
  data: encodeAbiParameters([{ type: 'uint32' }, { type: 'bytes32' }, { type: 'bytes' }], [args.domain, pad('0x02'), args.body]),
});

const throughCircle = fc
  .record({ nonce: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), recipient: anyAddress, amount, bonderFee: amount })
  .chain((one) => {
    const transferKey = `hop:8453:cctp-${one.nonce}`;
    const given = {
      log: logOf('CCTPTransferSent', { chainId: 8453, address: hopCctp(8453) ?? '' }, { ...one, cctpNonce: one.nonce, chainId: 10n }),
      expected: {
        kind: 'deposit' as const,
        transferKey,
        fields: {
          inputToken: out('USDC', 8453) ?? '',
          outputToken: out('USDC', 10) ?? '',
          inputAmount: one.amount,
          outputAmount: one.amount - one.bonderFee,
          depositId: one.nonce,
          originChainId: 8453n,
          destinationChainId: 10n,
          recipient: one.recipient,
          bonderFee: one.bonderFee,
        },
      },
    };
    const arrived = {
      log: received(10, { domain: domainOf(8453) ?? 0, nonce: one.nonce, body: burnBody(one.recipient, one.amount, hopCctp(8453) as Hex) }),
      expected: {
        kind: 'fill' as const,
        transferKey,
        fields: {
          outputToken: out('USDC', 10) ?? '',
          originChainId: 8453n,
          destinationChainId: 10n,
          recipient: one.recipient,
          deliveredAmount: one.amount,
        },
      },
    };
    return fc.constantFrom(given, arrived);
  });

describeEvents(hop, fc.oneof(sent, fromL1, bonded, settled, throughCircle));

test.each([
  // Computed from the ABIs of @hop-protocol/core.
  ['TransferSentToL2', '0x0a0607688c86ec1775abcdbab7b33a3a35a6c9cde677c9be880150c231cc6b0b'],
  ['WithdrawalBonded', '0x0c3d250c7831051e78aa6a56679e590374c7c424415ffe4aa474491def2fe705'],
  ['Withdrew', '0x9475cdbde5fc71fe2ccd413c82878ee54d061b9f74f9e2e1a03ff1178821502c'],
  ['TransferSent', '0xe35dddd4ea75d7e9b3fe93af4f4e40e778c3da4074c9d93e7c6536f1e803c1eb'],
  ['TransferFromL1Completed', '0x320958176930804eb66c2343c7343fc0367dc16249590c0f195783bee199d094'],
  ['TokenSwap', '0xc6c1e0630dbe9130cc068028486c0d118ddcea348550819defd5cb8c257f8a38'],
  ['CCTPTransferSent', '0x10bf4019e09db5876a05d237bfcc676cd84eee2c23f820284906dd7cfa70d2c4'],
] as const)('the topic of %s is the deployed one', (name, topic) => {
  expect(toEventSelector(getAbiItem({ abi: hopAbi, name }))).toBe(topic);
});

test('Circle’s topic is that of its first version', () => {
  expect(toEventSelector(getAbiItem({ abi: cctpAbi, name: 'MessageReceived' }))).toBe(
    '0x58200b4c34ae05ee816d710053fff3fb75af4395915d3d2a771b24aa10e3cc5d',
  );
});

describe('a transaction’s logs with each other', () => {
  const ID = `0x${'5a'.repeat(32)}` as Hex;
  const OTHER = `0x${'5b'.repeat(32)}` as Hex;
  const someone = getAddress(`0x${'11'.repeat(20)}`);
  const swap = (name: string, chainId: number, args: { sold: bigint; bought: bigint; toToken: boolean }): RawLog =>
    logOf(
      'TokenSwap',
      { chainId, address: pool(name, chainId).swap },
      {
        buyer: someone,
        tokensSold: args.sold,
        tokensBought: args.bought,
        soldId: args.toToken ? 1n : 0n,
        boughtId: args.toToken ? 0n : 1n,
      },
    );
  const bondedOf = (transferId: Hex, name = 'ETH') => logOf('WithdrawalBonded', l2(name, 10), { transferId, amount: 1_000n });
  const fields = (logs: readonly RawLog[]) => decodeTogether(logs).map((event) => (event ? event.fields : event));

  test('what a pool gave after it is what a bonded withdrawal delivered', () => {
    const read = fields([bondedOf(ID), swap('ETH', 10, { sold: 990n, bought: 985n, toToken: true })]);
    expect(read).toEqual([expect.objectContaining({ deliveredAmount: 985n }), null]);
    expect(read[0]).not.toHaveProperty('partial');
  });

  test('without it the recipient was left with hTokens: partial', () => {
    expect(fields([bondedOf(ID)])).toEqual([expect.objectContaining({ partial: 'true' })]);
    expect(fields([bondedOf(ID), swap('DAI', 10, { sold: 990n, bought: 985n, toToken: true })])[0]).toMatchObject({ partial: 'true' });
  });

  test('of several withdrawals each has its own', () => {
    const read = fields([bondedOf(ID), bondedOf(OTHER), swap('ETH', 10, { sold: 990n, bought: 985n, toToken: true })]);
    expect(read[0]).toMatchObject({ partial: 'true' });
    expect(read[1]).toMatchObject({ deliveredAmount: 985n });
  });

  test('a transfer from Ethereum ends after its pool', () => {
    const args = { recipient: someone, amount: 1_000n, amountOutMin: 990n, deadline: 7n, relayer: someone, relayerFee: 0n };
    const ended = logOf('TransferFromL1Completed', l2('USDT', 137), args);
    expect(fields([swap('USDT', 137, { sold: 1_000n, bought: 998n, toToken: true }), ended])[1]).toMatchObject({ deliveredAmount: 998n });
    expect(fields([ended])[0]).toMatchObject({ partial: 'true' });
  });

  test('a deposit is what was paid into the pool before it', () => {
    const deposit = logOf('TransferSent', l2('DAI', 42161), {
      transferId: ID,
      chainId: 1n,
      recipient: someone,
      amount: 995n,
      transferNonce: OTHER,
      bonderFee: 5n,
      index: 0n,
      amountOutMin: 0n,
      deadline: 0n,
    });
    expect(fields([swap('DAI', 42161, { sold: 1_000n, bought: 995n, toToken: false }), deposit])[1]).toMatchObject({
      inputAmount: 1_000n,
      hTokenAmount: 995n,
      outputAmount: 990n,
    });
  });

  test('other people’s swaps, and messages that are not Hop’s, are nobody’s; what does not fit is kept', () => {
    const stranger = burnBody(someone, 5n, someone);
    expect(
      decodeTogether([swap('ETH', 10, { sold: 1n, bought: 1n, toToken: true }), received(10, { domain: 6, nonce: 1n, body: stranger })]),
    ).toEqual([null, null]);
    expect(decodeTogether([{ ...bondedOf(ID), data: '0x' }])).toEqual([undefined]);
  });
});
