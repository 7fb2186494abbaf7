import { type Address, concatHex, decodeEventLog, encodeFunctionData, encodePacked, type Hex, keccak256, parseAbi, zeroHash } from 'viem';
import { arbSysAbi } from '#bridges/arbitrum-bridge/abi.ts';
import { ARB_SYS, OUTBOX } from '#bridges/arbitrum-bridge/contracts.ts';
import type { ChainLink, OwnerCall } from '#simnet/chains/chain-link.ts';

/** The user's side of the outbox. Signature: @arbitrum/nitro-contracts 3.2.0. */
const outbox = parseAbi([
  'function executeTransaction(bytes32[] proof, uint256 index, address l2Sender, address to, uint256 l2Block, uint256 l1Block, uint256 l2Timestamp, uint256 value, bytes data)',
]);

/** All that ever left Arbitrum, in its order. */
const messagesOn = async (l2: ChainLink) => {
  const logs = await l2.rpc.call<readonly { topics: Hex[]; data: Hex }[]>('eth_getLogs', [
    { address: ARB_SYS, fromBlock: '0x0', toBlock: 'latest' },
  ]);
  return logs.flatMap(({ topics, data }) => {
    try {
      return [decodeEventLog({ abi: arbSysAbi, topics: topics as [Hex, ...Hex[]], data }).args];
    } catch {
      // The tree's own log.
      return [];
    }
  });
};
type Message = Awaited<ReturnType<typeof messagesOn>>[number];

/** A leaf is hashed once more than what it stands for. */
const leafOf = ({ caller, destination, arbBlockNum, ethBlockNum, timestamp, callvalue, data }: Message): Hex =>
  keccak256(
    keccak256(
      encodePacked(
        ['address', 'address', 'uint256', 'uint256', 'uint256', 'uint256', 'bytes'],
        [caller, destination, arbBlockNum, ethBlockNum, timestamp, callvalue, data],
      ),
    ),
  );

/** The neighbours on a leaf's way to the root, and the root; an empty place is 0 on every level. */
const provenIn = (leaves: readonly Hex[], position: number): { proof: readonly Hex[]; root: Hex } => {
  const proof: Hex[] = [];
  let level = leaves;
  for (let at = position; level.length > 1; at >>= 1) {
    proof.push(level[at ^ 1] ?? zeroHash);
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, pair) =>
      keccak256(concatHex([level[2 * pair] ?? zeroHash, level[2 * pair + 1] ?? zeroHash])),
    );
  }
  return { proof, root: level[0] ?? zeroHash };
};

/** What a withdrawal's user signs on Ethereum, with a proof against all that had left when he asked for it. */
export const claimOf = async (l2: ChainLink, position: bigint, from: Address): Promise<OwnerCall & { readonly root: Hex }> => {
  const messages = await messagesOn(l2);
  const message = messages[Number(position)];
  if (message?.position !== position) throw new Error(`nothing left Arbitrum as number ${position}`);
  const { proof, root } = provenIn(messages.map(leafOf), Number(position));
  const { caller, destination, arbBlockNum, ethBlockNum, timestamp, callvalue, data } = message;
  return {
    from,
    root,
    to: OUTBOX,
    data: encodeFunctionData({
      abi: outbox,
      functionName: 'executeTransaction',
      args: [proof, position, caller, destination, arbBlockNum, ethBlockNum, timestamp, callvalue, data],
    }),
  };
};
