import {
  decodeFunctionData,
  encodeAbiParameters,
  encodeEventTopics,
  encodeFunctionResult,
  type Hex,
  parseAbiParameters,
  toHex,
} from 'viem';
import { expect, test } from 'vitest';
import type { NodeOutcome, NodeQuestion } from '../_kit/network-port.ts';
import { playBack } from '../_kit/play-back.ts';
import { arbSysAbi, claimAbi, nodeInterfaceAbi } from './abi.ts';
import { arbitrumBridge } from './arbitrum-bridge.ts';
import { ARB_SYS, L1_CHAIN_ID, L2_CHAIN_ID, NODE_INTERFACE, OUTBOX } from './contracts.ts';

/** What a node of the mainnet says and the simnet's does not, and what a node may say wrong. */
const [root, blockHash, sibling] = ['a1', 'b2', 'c3'].map((byte): Hex => `0x${byte.repeat(32)}`) as [Hex, Hex, Hex];
const originTransaction = `0x${'12'.repeat(32)}`;
const caller = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
const POSITION = 6n;
const HASH = 0x77n;
const HEAD = 25_000_000;

const left = {
  address: ARB_SYS,
  topics: encodeEventTopics({ abi: arbSysAbi, eventName: 'L2ToL1Tx', args: { destination: caller, hash: HASH, position: POSITION } }),
  data: encodeAbiParameters(
    parseAbiParameters('address caller, uint256 arbBlockNum, uint256 ethBlockNum, uint256 timestamp, uint256 callvalue, bytes data'),
    [caller, 1n, 2n, 3n, 4n, '0x'],
  ),
};
const updatedAt = (blockNumber: number) => ({
  blockNumber,
  topics: encodeEventTopics({ abi: claimAbi, eventName: 'SendRootUpdated', args: { outputRoot: root, l2BlockHash: blockHash } }),
});

interface World {
  readonly updates?: readonly ReturnType<typeof updatedAt>[];
  readonly sendCount?: bigint | undefined;
  readonly proven?: { readonly item?: bigint; readonly root?: Hex };
  readonly isSpent?: boolean;
}

const claimIn = async (
  { updates = [updatedAt(HEAD - 10)], sendCount = 7n, proven = {}, isSpent = false }: World,
  step: 'claim' | 'cancel' = 'claim',
) => {
  const asked: NodeQuestion[] = [];
  const answer = (chainId: number, { method, params }: NodeQuestion): unknown => {
    const [first] = params as [{ to: string; fromBlock: Hex; toBlock: Hex }];
    switch (method) {
      case 'eth_getTransactionReceipt':
        return { blockNumber: '0x10', logs: [left] };
      case 'eth_getBlockByNumber':
        return { number: toHex(HEAD) };
      case 'eth_getLogs':
        return updates.filter(({ blockNumber }) => blockNumber >= Number(first.fromBlock) && blockNumber <= Number(first.toBlock));
      case 'eth_getBlockByHash':
        return { hash: blockHash, ...(sendCount === undefined ? {} : { sendCount: toHex(sendCount) }) };
      case 'eth_call':
        expect([chainId, first.to]).toEqual([L2_CHAIN_ID, NODE_INTERFACE]);
        return encodeFunctionResult({
          abi: nodeInterfaceAbi,
          functionName: 'constructOutboxProof',
          result: [toHex(proven.item ?? HASH, { size: 32 }), proven.root ?? root, [sibling]],
        });
      default:
        throw new Error(`nobody asked for ${method}`);
    }
  };
  const spent = encodeFunctionResult({ abi: claimAbi, functionName: 'isSpent', result: isSpent });
  const played = playBack({ rpc: { kind: 'results', results: [{ ok: true, data: spent }] } }, 0);
  const ask = async (chainId: number, question: NodeQuestion): Promise<NodeOutcome> => {
    asked.push(question);
    return { kind: 'result', result: answer(chainId, question) };
  };
  const transferKey = `arbitrum-bridge:${L2_CHAIN_ID}:${POSITION}`;
  const request = { step, transferKey, originChainId: L2_CHAIN_ID, originTransaction, sender: caller };
  const given = await arbitrumBridge.stepTransaction?.({ ...played, rpc: { ...played.rpc, ask } }, request);
  return { given, asked };
};
const windowsIn = (asked: readonly NodeQuestion[]) => asked.filter(({ method }) => method === 'eth_getLogs').length;

test('the claim says what the log said, proven among as many as the block’s header counts', async () => {
  const { given, asked } = await claimIn({});
  expect(given).toMatchObject({ ok: true, value: { chainId: L1_CHAIN_ID, to: OUTBOX, value: 0n } });
  const { args } = decodeFunctionData({ abi: claimAbi, data: (given?.ok ? given.value.data : '0x') as Hex });
  expect(args).toEqual([[sibling], POSITION, caller, caller, 1n, 2n, 3n, 4n, '0x']);
  const proofCall = asked.at(-1)?.params[0] as { data: Hex };
  expect(decodeFunctionData({ abi: nodeInterfaceAbi, data: proofCall.data }).args).toEqual([7n, POSITION]);
});

test('the newest word of the outbox counts, and is looked for as far back as a day', async () => {
  const { given, asked } = await claimIn({ updates: [updatedAt(HEAD - 3_500)] });
  expect([given?.ok, windowsIn(asked)]).toEqual([true, 4]);
  const none = await claimIn({ updates: [updatedAt(HEAD - 8_001)] });
  expect(none.given).toMatchObject({ ok: false, error: { code: 'STEP_NOT_READY', readyAtMs: null } });
  expect(windowsIn(none.asked)).toBe(8);
});

test('what left after the assertion waits, and what was claimed is done', async () => {
  expect((await claimIn({ sendCount: POSITION })).given).toMatchObject({ ok: false, error: { code: 'STEP_NOT_READY' } });
  expect((await claimIn({ isSpent: true })).given).toMatchObject({ ok: false, error: { code: 'NOTHING_TO_SIGN' } });
  expect((await claimIn({}, 'cancel')).given).toMatchObject({ ok: false, error: { code: 'STEP_NOT_BUILT' } });
});

test.each([
  ['another message', { item: 0x78n }],
  ['another root', { root: sibling }],
])('a proof of %s is not handed out', async (_name, proven) => {
  expect((await claimIn({ proven })).given).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER' } });
});
