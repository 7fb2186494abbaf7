import { concatHex, encodeAbiParameters, type Hex, keccak256, toRlp, zeroHash } from 'viem';
import { expect, test } from 'vitest';
import type { NodeOutcome } from '../_kit/network-port.ts';
import { playBack } from '../_kit/play-back.ts';
import { askOutput } from './ask-output.ts';
import type { OpStackChain } from './op-stack-chain.ts';

const chain = { chainId: 10, name: 'OP' } as OpStackChain;
const withdrawalHash: Hex = `0x${'5a'.repeat(32)}`;
const [stateRoot, storageHash, blockHash] = ['11', '22', '33'].map((byte): Hex => `0x${byte.repeat(32)}`) as [Hex, Hex, Hex];
const key = keccak256(keccak256(encodeAbiParameters([{ type: 'bytes32' }, { type: 'uint256' }], [withdrawalHash, 0n])));

const ask = async (proof: readonly Hex[], value = '0x1', change: Partial<Record<string, NodeOutcome>> = {}) => {
  const answers: Record<string, NodeOutcome> = {
    eth_getBlockByNumber: { kind: 'result', result: { hash: blockHash, stateRoot } },
    eth_getProof: { kind: 'result', result: { storageHash, storageProof: [{ value, proof }] } },
  };
  const played = playBack({ http: { kind: 'timeout' } }, 0);
  const rpc = {
    ...played.rpc,
    ask: async (_: number, { method }: { method: string }) => change[method] ?? (answers[method] as NodeOutcome),
  };
  return askOutput({ ...played, rpc }, chain, { withdrawalHash, blockNumber: 7n });
};

/** A branch whose child at a digit is given, and all others empty. */
const branch = (digit: number, child: Hex | readonly Hex[]): Hex =>
  toRlp(Array.from({ length: 17 }, (_, at) => (at === digit ? child : '0x')) as never);
const last = (count: number): string => key.slice(-count);
const digitBefore = (count: number): number => Number.parseInt(key.at(-count - 1) ?? '', 16);

test('the root is that of the block’s parts, and a proof that ends in a leaf is whole', async () => {
  const leaf = toRlp([`0x20${key.slice(2)}`, '0x01']);
  const root = keccak256(concatHex([zeroHash, stateRoot, storageHash, blockHash]));
  expect(await ask([leaf])).toEqual({
    ok: true,
    value: {
      root,
      inclusion: [leaf],
      proof: { version: zeroHash, stateRoot, messagePasserStorageRoot: storageHash, latestBlockhash: blockHash },
    },
  });
});

test.each([
  ['an even path', 54, `0x20${last(54)}`],
  ['an odd path', 53, `0x3${last(53)}`],
])('a leaf that stands inside its branch is a node of its own to the portal: %s', async (_name, count, path) => {
  const leaf = [path as Hex, '0x01'] as const;
  const node = branch(digitBefore(count), leaf);
  expect(await ask([node])).toMatchObject({ value: { inclusion: [node, toRlp(leaf)] } });
  // A neighbour's stands at another digit.
  const other = branch((digitBefore(count) + 1) % 16, leaf);
  expect(await ask([other])).toMatchObject({ value: { inclusion: [other] } });
});

test('a withdrawal that the node proves not to have been made is none', async () => {
  for (const value of ['0x', '0x0', '0x2'])
    expect(await ask([toRlp(['0x20', '0x01'])], value)).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER' } });
});

test('a node that no longer has the state says so', async () => {
  const gone: NodeOutcome = { kind: 'refused', detail: '-32000 missing trie node' };
  expect(await ask([], '0x1', { eth_getProof: gone })).toMatchObject({
    ok: false,
    error: { code: 'UPSTREAM_ERROR', detail: expect.stringContaining('missing trie node') },
  });
  expect(await ask([], '0x1', { eth_getBlockByNumber: { kind: 'result', result: null } })).toMatchObject({
    ok: false,
    error: { code: 'MALFORMED_ANSWER' },
  });
});
