import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHAINS, type Chain } from '#core/domain/chain.ts';
import { claimPorts } from '#test/support/test-ports.ts';
import { sendAs } from '../bridges/_kit/send-as.ts';
import { type AnvilProcess, startAnvil } from '../chains/anvil-process.ts';
import { type ChainLink, createChainLink } from '../chains/chain-link.ts';
import { OWNER } from '../deploy/accounts.ts';
import { reorganise, rollBack } from './reorg.ts';

const directory = mkdtempSync(join(tmpdir(), 'routebook-reorg-'));
let node: AnvilProcess;
let link: ChainLink;

beforeAll(async () => {
  const chain = CHAINS[0] as Chain;
  const port = await claimPorts(1);
  node = await startAnvil({ chain, port, stateFile: join(directory, 'state.json'), spillDir: join(directory, 'spill') });
  link = createChainLink({ chain, rpc: node.rpc, from: OWNER });
});

afterAll(async () => {
  await node?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const nowS = (): number => Math.floor(Date.now() / 1_000);
const mine = async (blocks: number): Promise<void> => {
  for (let mined = 0; mined < blocks; mined += 1) await link.rpc.call('evm_mine');
};
const timeOfHead = async (): Promise<number> =>
  Number((await link.rpc.call<{ timestamp: Hex }>('eth_getBlockByNumber', ['latest', false])).timestamp);

test.each([
  ['a reorg', () => reorganise(link, 3, { kind: 'drop' })],
  ['a rollback', () => rollBack(link, 3)],
] as const)('after %s a chain’s clock is right, however old the block below is', async (_, act) => {
  await link.rpc.call('evm_setTime', [nowS() - 100]);
  await mine(5);
  const before = nowS();
  expect(await timeOfHead()).toBeLessThan(before - 90);
  await act();
  await mine(1);
  expect(await timeOfHead()).toBeGreaterThanOrEqual(before);
});

test('a chain that is ahead of the time is not set back: no block is older than the one below it', async () => {
  await link.rpc.call('evm_setTime', [nowS() + 1_000]);
  await mine(5);
  await reorganise(link, 3, { kind: 'drop' });
  const head = await timeOfHead();
  await mine(1);
  expect(await timeOfHead()).toBeGreaterThanOrEqual(head);
});

test('a transaction in the name of an account that nobody holds a key of is mined again like others', async () => {
  const nobody = '0x00000000000000000000000000000000000a11ce';
  const to = '0x0000000000000000000000000000000000000b0b';
  await sendAs(nobody, { to, data: '0x', value: 7n })(link);
  await mine(1);
  await link.send([{ to, data: '0x', value: 5n }]);
  await reorganise(link, 2, { kind: 'keep' });
  expect(BigInt(await link.rpc.call<Hex>('eth_getBalance', [to, 'latest']))).toBe(12n);
});
