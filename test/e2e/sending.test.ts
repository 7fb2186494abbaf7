import { type Hex, keccak256 } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { UnsignedTransactionJson } from '#schemas/api/transaction.ts';
import { createRestClient } from '#sdk/rest-client.ts';
import { simnetCommand } from '#test/support/simnet-command.ts';
import { openFeed } from './raw-feed.ts';
import { takeTurn } from './take-turns.ts';

takeTurn('together');

const base = inject('routebookUrl');
const dataDir = inject('routebookDataDir');
const rest = createRestClient({ url: base });
/** One that the simnet's traffic leaves alone while no test starts it. */
const account = mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex: 9 });
/** Blocks, a fill, and confirmations. */
const IN_TIME = { timeout: 80_000, interval: 500 };

/** A pool's fee of the moment of the deposit decides what arrives: here it stands still, so that every unit can be told. */
const STILL = ['stargate.feeBps', '--corridor', 'arbitrum:USDC>optimism:USDC'] as const;
beforeAll(() => simnetCommand(dataDir, 'set', ...STILL, '--value', '3'));
afterAll(() => simnetCommand(dataDir, 'unset', ...STILL));

const rpc = async <T>(chainId: string, method: string, params: readonly unknown[]): Promise<T> => {
  const chain = (await rest.chains()).find((one) => String(one.chainId) === chainId);
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(chain?.rpcUrl ?? '', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { result, error } = (await response.json()) as { result: T; error?: unknown };
  expect(error).toBeUndefined();
  return result;
};

const sign = (transaction: UnsignedTransactionJson): Promise<Hex> =>
  account.signTransaction({
    type: 'eip1559',
    to: transaction.to as Hex,
    data: transaction.data as Hex,
    chainId: Number(transaction.chainId),
    nonce: Number(transaction.nonce),
    value: BigInt(transaction.value),
    gas: BigInt(transaction.gas),
    maxFeePerGas: BigInt(transaction.maxFeePerGas),
    maxPriorityFeePerGas: BigInt(transaction.maxPriorityFeePerGas),
  });

// Each on a chain of its own, where its nonces are its own.
test.concurrent.for([
  ['across', 'optimism:USDC', 'base:USDC', '123456789'],
  ['stargate', 'arbitrum:USDC', 'optimism:USDC', '234567891'],
  ['across', 'base:ETH', 'arbitrum:ETH', '120000000000000001'],
])(
  '%s, %s to %s: quoted, built, signed, sent, and delivered to the base unit',
  { timeout: 150_000 },
  async ([bridge = '', from = '', to = '', amountIn = ''], { expect }) => {
    const book = await rest.quote({ from, to, amountIn, maxWaitMs: 3_000 });
    const route = book.routes.find(({ legs }) => legs[0]?.venue === bridge);
    expect(route, JSON.stringify(book.excluded)).toBeDefined();
    const recipient = `0x${BigInt(amountIn).toString(16).padStart(40, '0')}`;
    const answer = await rest.transaction(route?.routeId ?? '', { sender: account.address, recipient, slippageBps: 50 });

    if (answer.approval !== undefined) await rpc(answer.approval.chainId, 'eth_sendRawTransaction', [await sign(answer.approval)]);
    const signed = await sign(answer.deposit);
    const hash = keccak256(signed);
    // With a note, as long as the history has no time to say that it does not know it either.
    await expect.poll(() => rest.transfer(hash), IN_TIME).toEqual({ state: 'PENDING', seenOnChain: false, transaction: hash });
    const feed = await openFeed(base);
    feed.send({ op: 'subscribe', id: '1', channel: 'transfers', params: { transaction: hash } });
    await feed.next(({ type }) => type === 'update');
    expect(await rpc(answer.deposit.chainId, 'eth_sendRawTransaction', [signed])).toBe(hash);

    await feed.next(({ transfers }) => (transfers as { seenOnChain: boolean }[] | undefined)?.[0]?.seenOnChain === true);
    await expect
      .poll(() => rest.transfer(hash), IN_TIME)
      .toMatchObject({
        state: 'COMPLETED',
        bridge,
        from: from.replace(':ETH', ':WETH'),
        amountQuoted: answer.amountOut,
        amountDelivered: answer.amountOut,
        originTransaction: hash,
      });
    feed.close();
  },
);
