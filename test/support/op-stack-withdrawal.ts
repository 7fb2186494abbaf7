import {
  type Address,
  decodeEventLog,
  decodeFunctionResult,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  hexToBigInt,
  keccak256,
  parseAbi,
  toHex,
} from 'viem';
import { factoryAbi, passerAbi } from '#bridges/_opstack/abi.ts';
import { L2_MESSAGE_PASSER, type OpStackChain } from '#bridges/_opstack/op-stack-chain.ts';
import { outputOf } from '#simnet/bridges/_opstack/output-root.ts';
import type { ChainLink, OwnerCall, Receipt } from '#simnet/chains/chain-link.ts';

/** The user's side of the portal. Signatures: @eth-optimism/contracts-bedrock 0.17.3. */
const portal = parseAbi([
  'struct Withdrawal { uint256 nonce; address sender; address target; uint256 value; uint256 gasLimit; bytes data; }',
  'struct OutputRootProof { bytes32 version; bytes32 stateRoot; bytes32 messagePasserStorageRoot; bytes32 latestBlockhash; }',
  'function proveWithdrawalTransaction(Withdrawal withdrawal, uint256 disputeGameIndex, OutputRootProof outputRootProof, bytes[] withdrawalProof)',
  'function finalizeWithdrawalTransaction(Withdrawal withdrawal)',
]);
const game = parseAbi(['function extraData() view returns (bytes)']);

/** What its user signs on Ethereum to get a withdrawal: a proof against the newest proposal, and later the claim. */
export const withdrawalIn = (chain: OpStackChain, receipt: Receipt) => {
  const log = receipt.logs.find(({ address }) => address.toLowerCase() === L2_MESSAGE_PASSER);
  if (log === undefined) throw new Error('nothing was withdrawn');
  const { args } = decodeEventLog({ abi: passerAbi, eventName: 'MessagePassed', topics: log.topics as [Hex, ...Hex[]], data: log.data });
  const { withdrawalHash, ...withdrawal } = args;
  const to = chain.l1.portal as Address;
  return {
    withdrawalHash,
    proof: async (l1: ChainLink, l2: ChainLink, from: Address): Promise<OwnerCall> => {
      const { index, blockNumber } = await newestGame(l1, chain);
      const { proof } = await outputOf(l2, blockNumber);
      const slot = keccak256(encodeAbiParameters([{ type: 'bytes32' }, { type: 'uint256' }], [withdrawalHash, 0n]));
      const { storageProof } = await l2.rpc.call<{ storageProof: readonly { proof: readonly Hex[] }[] }>('eth_getProof', [
        L2_MESSAGE_PASSER,
        [slot],
        toHex(blockNumber),
      ]);
      const inclusion = storageProof[0]?.proof ?? [];
      const data = encodeFunctionData({
        abi: portal,
        functionName: 'proveWithdrawalTransaction',
        args: [withdrawal, index, proof, inclusion],
      });
      return { from, to, data };
    },
    claim: (from: Address): OwnerCall => ({
      from,
      to,
      data: encodeFunctionData({ abi: portal, functionName: 'finalizeWithdrawalTransaction', args: [withdrawal] }),
    }),
  };
};

const newestGame = async (l1: ChainLink, chain: OpStackChain): Promise<{ index: bigint; blockNumber: bigint }> => {
  const ask = (to: string, data: Hex) => l1.rpc.call<Hex>('eth_call', [{ to, data }, 'latest']);
  const { disputeGameFactory } = chain.l1;
  const counted = await ask(disputeGameFactory, encodeFunctionData({ abi: factoryAbi, functionName: 'gameCount' }));
  const index = decodeFunctionResult({ abi: factoryAbi, functionName: 'gameCount', data: counted }) - 1n;
  const told = await ask(disputeGameFactory, encodeFunctionData({ abi: factoryAbi, functionName: 'gameAtIndex', args: [index] }));
  const [, , proxy] = decodeFunctionResult({ abi: factoryAbi, functionName: 'gameAtIndex', data: told });
  const extra = await ask(proxy, encodeFunctionData({ abi: game, functionName: 'extraData' }));
  return { index, blockNumber: hexToBigInt(decodeFunctionResult({ abi: game, functionName: 'extraData', data: extra })) };
};
