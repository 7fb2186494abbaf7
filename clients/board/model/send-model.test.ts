import { parseTransaction, recoverTransactionAddress } from 'viem';
import { describe, expect, test } from 'vitest';
import { ERROR_CODES } from '#core/errors.ts';
import { err, ok } from '#core/result.ts';
import type { TransactionJson, UnsignedTransactionJson } from '#schemas/api/transaction.ts';
import { type ChainNode, createChainNode, type NodeFault } from '../wallet/chain-node.ts';
import { simnetWallets } from '../wallet/simnet-wallets.ts';
import { type Sending, type SendStep, sendTransfer } from './send-transfer.ts';
import { faultOfApi, faultOfNode } from './send-words.ts';
import { approvalOf, maxFeeWei } from './signing-facts.ts';

const PLACE = { chain: 'Ethereum', symbol: 'USDC', nativeSymbol: 'ETH' };
const SPENDER = '5c7bcd6e7de5423a257d81b442095a1a6ced35c5';

const unsigned = (nonce: string, wish: Partial<UnsignedTransactionJson> = {}): UnsignedTransactionJson => ({
  to: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
  data: '0x',
  value: '0',
  chainId: '1',
  gas: '100000',
  maxFeePerGas: '2000000001',
  maxPriorityFeePerGas: '1',
  nonce,
  ...wish,
});

const approval = unsigned('7', { data: `0x095ea7b3${SPENDER.padStart(64, '0')}${1_000_000_000n.toString(16).padStart(64, '0')}` });
const builtOf = (minAmountOut: string, parts: Partial<TransactionJson> = {}): TransactionJson => ({
  routeId: 'across-1',
  amountOut: '999700000',
  minAmountOut,
  validUntil: '2026-11-26T01:47:26.443Z',
  deposit: unsigned('8'),
  simulation: 'AS_IS',
  ...parts,
});

describe('a wallet of the simnet', () => {
  test('is one of the five that are funded, and what it signs is what it was given', async () => {
    const wallets = simnetWallets();
    expect(wallets.map(({ address }) => address)).toEqual([
      '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc',
      '0x976EA74026E726554dB657fA54763abd0C3a0aa9',
      '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955',
      '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f',
      '0xa0Ee7A142d267C1f36714E4a8F75612F20a79720',
    ]);
    const signed = (await wallets[1]?.sign(approval)) as `0x02${string}`;
    expect(await recoverTransactionAddress({ serializedTransaction: signed })).toBe(wallets[1]?.address);
    expect(parseTransaction(signed)).toMatchObject({
      ...{ chainId: 1, nonce: 7, gas: 100_000n, maxFeePerGas: 2_000_000_001n, maxPriorityFeePerGas: 1n, data: approval.data },
    });
  });
});

test('what is signed is told: whom an approval lets take what, and fees rounded up', () => {
  const built = builtOf('999600000', { approval });
  expect(approvalOf(built)).toEqual({ token: approval.to, spender: `0x${SPENDER}`, amount: 1_000_000_000n });
  expect(approvalOf(builtOf('1'))).toBeUndefined();
  // One contract is written in one way: calldata has no checksums.
  const to = `0x${SPENDER.toUpperCase()}`;
  expect(approvalOf({ ...built, deposit: { ...built.deposit, to } })?.spender).toBe(to);
  // 2 × 100 000 × 2 000 000 001 wei, and up to the next eighth decimal.
  expect(maxFeeWei(built)).toBe(400_010_000_000_000n);
});

describe('sending', () => {
  interface Script {
    readonly built?: TransactionJson;
    readonly anew?: TransactionJson;
    /** What sending gives, time after time; nothing wrong when there is no more. */
    readonly sends?: readonly NodeFault[];
    /** By hash; one that is not named is never mined. */
    readonly receipts?: Readonly<Record<string, boolean>>;
  }

  /** Time passes when somebody sleeps, and not otherwise. */
  const run = async ({ built = builtOf('999600000'), anew = built, sends = [], receipts = {} }: Script) => {
    const signed: string[] = [];
    const steps: SendStep[] = [];
    let nowMs = 0;
    let count = 0;
    const node: ChainNode = {
      url: 'http://127.0.0.1:8545',
      balanceOf: async () => ok(0n),
      // Signed bytes and their hash are the same here.
      hashOf: async (bytes) => ok(bytes),
      send: async () => {
        const fault = sends[count++];
        return fault === undefined ? ok('0x') : err(fault);
      },
      receipt: async (hash) => ok(receipts[hash] === undefined ? undefined : { succeeded: receipts[hash] }),
    };
    const sending: Sending = {
      ...{ built, node, place: PLACE },
      wallet: {
        address: '0x',
        sign: async ({ nonce }) => {
          signed.push(nonce);
          return nonce === '7' ? '0xa' : '0xd';
        },
      },
      buildAnew: async () => ok(anew),
      onStep: (step) => steps.push(step),
      sleep: async (ms) => {
        nowMs += ms;
      },
      now: () => nowMs,
    };
    return { result: await sendTransfer(sending), signed, steps };
  };

  test('a deposit alone is signed once, and its hash is given', async () => {
    const { result, signed, steps } = await run({ receipts: { '0xd': true } });
    expect([result, signed, steps]).toEqual([ok('0xd'), ['8'], ['depositing']]);
  });

  test('after an approval the deposit is the one that is built then', async () => {
    const { result, signed, steps } = await run({
      built: builtOf('999600000', { approval }),
      anew: builtOf('998700300', { deposit: unsigned('9') }),
      receipts: { '0xa': true, '0xd': true },
    });
    expect([result, signed, steps]).toEqual([ok('0xd'), ['7', '9'], ['approving', 'asking-anew', 'depositing']]);
  });

  test('nothing is deposited when less would arrive than the reader agreed to, or when the approval fails or is not mined', async () => {
    const approving = { built: builtOf('999600000', { approval }) };
    const moved = await run({ ...approving, anew: builtOf('998700299'), receipts: { '0xa': true } });
    const reverted = await run({ ...approving, receipts: { '0xa': false } });
    const unmined = await run(approving);
    for (const { result, signed } of [moved, reverted, unmined]) {
      expect(result).toMatchObject({ ok: false, error: { wayOut: 'again' } });
      expect(signed).toEqual(['7']);
    }
    const says = [moved, reverted, unmined].map(({ result }) => (result.ok ? '' : result.error.says));
    expect(says.map((text, index) => text.includes(['moved', 'turned the transaction down', 'not mined'][index] ?? ''))).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('a node that did not answer is sent the same again, and one that has it already has it', async () => {
    const receipts = { '0xd': true };
    const again = await run({ sends: [{ kind: 'down' }, { kind: 'refused', message: 'transaction already imported' }], receipts });
    expect([again.result, again.signed]).toEqual([ok('0xd'), ['8']]);
    const away = await run({ sends: [{ kind: 'down' }, { kind: 'down' }], receipts });
    expect(away.result).toMatchObject({ ok: false, error: { wayOut: 'again' } });
  });

  test('a deposit that no block takes is followed all the same: it may still come', async () => {
    expect((await run({})).result).toEqual(ok('0xd'));
  });
});

describe('what went wrong', () => {
  test('is a plain sentence with a way out for every code of the API, and for one that is new', () => {
    for (const code of [...Object.keys(ERROR_CODES), 'UNREACHABLE', 'TIMEOUT', 'NEW_CODE']) {
      const { says, wayOut } = faultOfApi({ code, detail: 'as it was told' }, PLACE);
      expect(says).toMatch(/^[A-Z].*[.\w]$/);
      expect(says).not.toContain(code);
      expect(['again', 'wallet', 'book']).toContain(wayOut);
    }
    expect(faultOfApi({ code: 'INSUFFICIENT_BALANCE', detail: '' }, PLACE).wayOut).toBe('wallet');
    expect(faultOfApi({ code: 'QUOTE_MOVED', detail: '' }, PLACE).wayOut).toBe('again');
    expect(faultOfApi({ code: 'ROUTE_EXPIRED', detail: '' }, PLACE).wayOut).toBe('book');
  });

  test.each([
    ['Insufficient funds for gas * price + value', 'wallet', 'too little ETH'],
    ['nonce too low', 'again', 'sent something else'],
    ['replacement transaction underpriced', 'again', 'replacement transaction underpriced'],
  ])('a node that says "%s"', (message, wayOut, part) => {
    const fault = faultOfNode({ kind: 'refused', message }, PLACE, 'http://127.0.0.1:8545');
    expect(fault).toMatchObject({ wayOut, says: expect.stringContaining(part) });
  });

  test('a node that is not there is a value, not an exception', async () => {
    const node = createChainNode('http://127.0.0.1:9');
    expect(await node.send('0x02')).toEqual(err({ kind: 'down' }));
    expect(await node.balanceOf(`0x${'0'.repeat(40)}`, '0x1')).toEqual(err({ kind: 'down' }));
  });
});
