import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, keccak256, pad, parseAbi, stringToHex } from 'viem';
import { stargateChain } from '#bridges/_stargate/contracts.ts';
import { assetById } from '#core/domain/asset.ts';
import { CHAINS } from '#core/domain/chain.ts';
import { type ChainLink, createChainLink } from '#simnet/chains/chain-link.ts';
import { createJsonRpc } from '#simnet/chains/json-rpc.ts';
import { endWithUs } from './end-with-us.ts';
import { claimPorts } from './test-ports.ts';

/** A simnet as its own process on free ports and a folder of its own, and what tests ask of it. */

export const abi = parseAbi([
  'function balanceOf(address) view returns (uint256)',
  'function approve(address spender, uint256 amount)',
  'struct SendParam { uint32 dstEid; bytes32 to; uint256 amountLD; uint256 minAmountLD; bytes extraOptions; bytes composeMsg; bytes oftCmd; }',
  'struct Fee { uint256 nativeFee; uint256 lzTokenFee; }',
  'struct RelayData { bytes32 depositor; bytes32 recipient; bytes32 exclusiveRelayer; bytes32 inputToken; bytes32 outputToken; uint256 inputAmount; uint256 outputAmount; uint256 originChainId; uint256 depositId; uint32 fillDeadline; uint32 exclusivityDeadline; bytes message; }',
  'function quoteOFT(SendParam) view returns ((uint256 minAmountLD, uint256 maxAmountLD) limit, (int256 feeAmountLD, string description)[] details, (uint256 amountSentLD, uint256 amountReceivedLD) receipt)',
  'function quoteSend(SendParam, bool payInLzToken) view returns (Fee fee)',
  'function send(SendParam, Fee fee, address refundAddress) payable',
  'function depositV3(address depositor, address recipient, address inputToken, address outputToken, uint256 inputAmount, uint256 outputAmount, uint256 destinationChainId, address exclusiveRelayer, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, bytes message) payable',
  'function fillRelay(RelayData relayData, uint256 repaymentChainId, bytes32 repaymentAddress)',
  'event FundsDeposited(bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 indexed destinationChainId, uint256 indexed depositId, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, bytes32 indexed depositor, bytes32 recipient, bytes32 exclusiveRelayer, bytes message)',
  'event OFTSent(bytes32 indexed guid, uint32 dstEid, address indexed fromAddress, uint256 amountSentLD, uint256 amountReceivedLD)',
  'event OFTReceived(bytes32 indexed guid, uint32 srcEid, address indexed toAddress, uint256 amountReceivedLD)',
]);

/** An address that nobody else pays, so what it holds is what a test brought there. */
export const nobodyYet = (name: string): Address => `0x${keccak256(stringToHex(name)).slice(-40)}`;
export const recipient = nobodyYet('somebody new');
export const USDC = (slug: string): Address => assetById(`${slug}:USDC`)?.address as Address;

export const view = (link: ChainLink, to: Address, data: Hex): Promise<Hex> => link.rpc.call<Hex>('eth_call', [{ to, data }, 'latest']);
export const balanceOf = async (link: ChainLink, token: Address, holder: Address): Promise<bigint> =>
  BigInt(await view(link, token, encodeFunctionData({ abi, functionName: 'balanceOf', args: [holder] })));

export const quoteUrl = (from: string, to: string, amount: bigint): string => {
  const [origin, destination] = [assetById(from), assetById(to)];
  const query = new URLSearchParams({
    inputToken: origin?.address ?? '',
    outputToken: destination?.address ?? '',
    originChainId: String(origin?.chainId),
    destinationChainId: String(destination?.chainId),
    amount: String(amount),
  });
  return `/across/api/suggested-fees?${query}`;
};

export const sendParam = (toChainId: number, amountLD: bigint, minAmountLD = 0n) =>
  ({
    dstEid: stargateChain(toChainId)?.eid ?? 0,
    to: pad(recipient),
    amountLD,
    minAmountLD,
    extraOptions: '0x',
    composeMsg: '0x',
    oftCmd: '0x',
  }) as const;

export const quoteOft = async (link: ChainLink, pool: Address, toChainId: number, amount: bigint) => {
  const data = await view(link, pool, encodeFunctionData({ abi, functionName: 'quoteOFT', args: [sendParam(toChainId, amount)] }));
  const [limit, , receipt] = decodeFunctionResult({ abi, functionName: 'quoteOFT', data });
  return { max: limit.maxAmountLD, sent: receipt.amountSentLD, received: receipt.amountReceivedLD };
};

export type SpawnedSimnet = Awaited<ReturnType<typeof spawnSimnet>>;

const READY_POLL_MS = 50;

/** Starts one; `remove` ends it and deletes its folder. */
export const spawnSimnet = async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'routebook-simnet-'));
  const port = await claimPorts(CHAINS.length + 1);
  const rpcPorts = CHAINS.map((_, at) => port + 1 + at);
  let child: ChildProcess;

  const ask = async (path: string, init: { method?: string; body?: unknown } = {}) => {
    const { body, ...rest } = init;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      ...rest,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const spawnOnly = (flags: readonly string[] = []): void => {
    const main = fileURLToPath(new URL('../../simnet/main.ts', import.meta.url));
    const args = [main, '--data-dir', dataDir, '--port', String(port), '--rpc-ports', rpcPorts.join(','), '--seed', 'test', ...flags];
    const spawned = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    // It ends its nodes before it ends.
    spawned.once(
      'exit',
      endWithUs(() => spawned.kill('SIGTERM')),
    );
    child = spawned;
  };
  const start = async (flags: readonly string[] = []): Promise<void> => {
    spawnOnly(flags);
    while ((await ask('/health/ready').catch(() => ({ status: 0 }))).status !== 200) {
      if (child.exitCode !== null) throw new Error(`the simnet ended with ${child.exitCode}`);
      await sleep(READY_POLL_MS);
    }
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  const linkTo = (slug: string, from: Address): ChainLink => {
    const index = CHAINS.findIndex((chain) => chain.slug === slug);
    const chain = CHAINS[index];
    if (chain === undefined) throw new Error(`no chain ${slug}`);
    return createChainLink({ chain, from, rpc: createJsonRpc(`http://127.0.0.1:${rpcPorts[index]}`) });
  };

  await start();
  return {
    dataDir,
    /** Its HTTP side, then the six chains, as the launcher numbers them. */
    ports: [port, ...rpcPorts] as readonly number[],
    ask,
    askJson: async (path: string, init: { method?: string; body?: unknown } = {}) => JSON.parse((await ask(path, init)).text),
    /** Without waiting until it is ready. */
    spawnOnly,
    start,
    end,
    linkTo,
    allLinks: (from: Address): readonly ChainLink[] => CHAINS.map(({ slug }) => linkTo(slug, from)),
    remove: async (): Promise<void> => {
      await end('SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
