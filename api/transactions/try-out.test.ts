import { numberToHex } from 'viem';
import { expect, test } from 'vitest';
import { across } from '#bridges/across/across.ts';
import { assetById } from '#core/domain/asset.ts';
import type { NodeResult, TransactionNode } from '#platform/rpc/transaction-node.ts';
import { tryOut } from './try-out.ts';

/** What real nodes and tokens do that the simnet's do not. */
const asset = assetById('ethereum:USDT');
if (asset === undefined) throw new Error('no USDT');
const AMOUNT = 1_000n;
const SENDER = '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc';
const POOL = '0x5c7BCd6E7De5423a257D81B442095A1a6ced35C5';
const SLOT = numberToHex(7, { size: 32 });
const signal = new AbortController().signal;

const built = {
  chainId: 1,
  to: POOL,
  data: '0x1234',
  value: 0n,
  usualGas: 97_600n,
};
const spends = { asset, spender: POOL, amountIn: AMOUNT, amountSent: AMOUNT };
const attempt = (allowance: bigint) => ({ bridge: across, built, spends, sender: SENDER, allowance });

const ok = <T>(value: T): NodeResult<T> => ({ kind: 'ok', value });
const isApproval = (data: string) => data.startsWith('0x095ea7b3');

const nodeOf = (change: Partial<TransactionNode>): TransactionNode => ({
  call: async (_chainId, _call, _signal, override) => ok(override?.value ?? '0x'),
  estimateGas: async (_chainId, { data }) => ok(isApproval(data) ? 50_000n : 100_000n),
  slotsRead: async () => ok([{ address: asset.address, slot: SLOT }]),
  hasCode: async () => ok(true),
  account: async () => ok({ balance: 0n, nonce: 0n }),
  fees: async () => ok({ baseFee: 0n, tip: 0n }),
  ...change,
});

test('the deposit is run, and its gas estimated, with the allowance that will be there', async () => {
  const overrides: unknown[] = [];
  const node = nodeOf({
    estimateGas: async (_chainId, { data }, _signal, override) => {
      if (!isApproval(data)) overrides.push(override);
      return ok(100_000n);
    },
  });
  const tried = await tryOut(node, attempt(0n), signal);
  expect(tried).toMatchObject({ ok: true, value: { simulation: 'WITH_ALLOWANCE', deposit: { gas: 100_000n } } });
  expect(overrides).toEqual([{ address: asset.address, slot: SLOT, value: numberToHex(AMOUNT, { size: 32 }) }]);
});

test('a node that estimates no assumed state: the call is tried, and the gas is the usual', async () => {
  const node = nodeOf({
    estimateGas: async (_chainId, _call, _signal, override) =>
      override === undefined ? ok(50_000n) : { kind: 'refused', detail: 'too many arguments' },
  });
  expect(await tryOut(node, attempt(0n), signal)).toMatchObject({
    ok: true,
    value: { simulation: 'WITH_ALLOWANCE', approval: { gas: 50_000n }, deposit: { gas: 97_600n } },
  });
});

test('a token whose allowance is no plain number is said to be untried', async () => {
  const node = nodeOf({ call: async () => ok('0x') });
  expect(await tryOut(node, attempt(0n), signal)).toMatchObject({
    ok: true,
    value: { simulation: 'NOT_POSSIBLE', deposit: { gas: 97_600n } },
  });
});

test('an address without a contract is refused, though the call of it succeeds', async () => {
  const given = await tryOut(nodeOf({ hasCode: async () => ok(false) }), attempt(AMOUNT), signal);
  expect(given).toMatchObject({ ok: false, error: { code: 'WOULD_REVERT', detail: expect.stringContaining(`no contract at ${POOL}`) } });
});

test('a node that does not say what stands there leaves it to the trial', async () => {
  const given = await tryOut(nodeOf({ hasCode: async () => ({ kind: 'unreachable', detail: 'away' }) }), attempt(AMOUNT), signal);
  expect(given).toMatchObject({ ok: true, value: { simulation: 'AS_IS' } });
});

test('a token that changes no allowance but from zero, as USDT: the way out is told', async () => {
  const node = nodeOf({
    estimateGas: async (_chainId, { data }) =>
      isApproval(data) ? { kind: 'reverted', message: 'execution reverted', data: '0x' } : ok(1n),
  });
  expect(await tryOut(node, attempt(5n), signal)).toMatchObject({
    ok: false,
    error: { code: 'WOULD_REVERT', detail: expect.stringContaining('set it to 0 first') },
  });
});

test('a deposit that reverts for a reason nobody knows is told by its words or its bytes', async () => {
  const node = nodeOf({ estimateGas: async () => ({ kind: 'reverted', message: 'execution reverted', data: '0xdeadbeef' }) });
  expect(await tryOut(node, attempt(AMOUNT), signal)).toMatchObject({
    ok: false,
    error: { code: 'WOULD_REVERT', detail: expect.stringContaining('0xdeadbeef') },
  });
});
