import {
  type Address,
  decodeEventLog,
  encodeAbiParameters,
  encodeFunctionData,
  getAbiItem,
  type Hex,
  keccak256,
  pad,
  parseAbi,
} from 'viem';
import { assetByAddress } from '#core/domain/asset.ts';
import type { ChainLink, Receipt } from '#simnet/chains/chain-link.ts';
import { tokenAbi } from '#simnet/deploy/abi.ts';
import { spokePoolOf } from '#simnet/deploy/across.ts';
import { grantCalls } from '#simnet/deploy/tokens.ts';
import { spokeAbi } from '#simnet/relayers/abi.ts';
import type { OpenDeposit, RelayData } from '#simnet/relayers/across-deposits.ts';
import type { wallet } from './sending-fixture.ts';

/** What the simnet's relayers never call. Signatures: @across-protocol/contracts 5.0.27. */
const abi = parseAbi([
  'struct RelayData { bytes32 depositor; bytes32 recipient; bytes32 exclusiveRelayer; bytes32 inputToken; bytes32 outputToken; uint256 inputAmount; uint256 outputAmount; uint256 originChainId; uint256 depositId; uint32 fillDeadline; uint32 exclusivityDeadline; bytes message; }',
  'struct SlowFill { RelayData relayData; uint256 chainId; uint256 updatedOutputAmount; }',
  'function requestSlowFill(RelayData relayData)',
  'function executeSlowRelayLeaf(SlowFill slowFillLeaf, uint32 rootBundleId, bytes32[] proof)',
  'function speedUpDeposit(bytes32 depositor, uint256 depositId, uint256 updatedOutputAmount, bytes32 updatedRecipient, bytes updatedMessage, bytes depositorSignature)',
  'function fillRelayWithUpdatedDeposit(RelayData relayData, uint256 repaymentChainId, bytes32 repaymentAddress, uint256 updatedOutputAmount, bytes32 updatedRecipient, bytes updatedMessage, bytes depositorSignature)',
]);

const SLOW_LEAF = getAbiItem({ abi, name: 'executeSlowRelayLeaf' }).inputs[0];
const NO_ROOT: Hex = `0x${'0'.repeat(64)}`;

/** A change that a depositor signs: its deposit is then filled with this, or as it was. */
export interface Change {
  readonly outputAmount: bigint;
  readonly recipient: Address;
}

type Signer = ReturnType<typeof wallet>;

const outputOf = ({ chain }: ChainLink, { outputToken }: RelayData) => {
  const asset = assetByAddress(chain.chainId, `0x${outputToken.slice(26)}`);
  if (asset === undefined) throw new Error(`${outputToken} is not in the registry`);
  return asset;
};

/** Anybody may ask for it, once nobody alone may fill. */
const requestSlowFill = (destination: ChainLink, { relayData }: OpenDeposit): Promise<readonly Receipt[]> =>
  destination.send([
    { to: spokePoolOf(destination.chain.chainId), data: encodeFunctionData({ abi, functionName: 'requestSlowFill', args: [relayData] }) },
  ]);

/** The pool pays by a leaf that its admin relayed: a tree of one leaf, whose root is that leaf's hash. Out of its own funds, which it is given. */
const fillSlowly = async (destination: ChainLink, { relayData }: OpenDeposit, amount: bigint): Promise<void> => {
  const { chainId } = destination.chain;
  const pool = spokePoolOf(chainId);
  const leaf = { relayData, chainId: BigInt(chainId), updatedOutputAmount: amount };
  const root = keccak256(encodeAbiParameters([SLOW_LEAF], [leaf]));
  const relay = encodeFunctionData({ abi: spokeAbi, functionName: 'relayRootBundle', args: [NO_ROOT, root] });
  const receipts = await destination.send([...grantCalls(outputOf(destination, relayData), pool, amount), { to: pool, data: relay }]);
  const log = receipts.at(-1)?.logs[0];
  if (log === undefined) throw new Error('the pool did not take a root bundle');
  const relayed = decodeEventLog({ abi: spokeAbi, eventName: 'RelayedRootBundle', topics: log.topics as never, data: log.data });
  const execute = encodeFunctionData({ abi, functionName: 'executeSlowRelayLeaf', args: [leaf, relayed.args.rootBundleId, []] });
  await destination.send([{ to: pool, data: execute }]);
};

/** No contract is named in the domain: the signature is made on the origin chain, and read on the destination's too. */
const sign = (by: Signer, { originChainId, depositId }: RelayData, { outputAmount, recipient }: Change): Promise<Hex> =>
  by.signTypedData({
    domain: { name: 'ACROSS-V2', version: '1.0.0', chainId: originChainId },
    types: {
      UpdateDepositDetails: [
        { name: 'depositId', type: 'uint256' },
        { name: 'originChainId', type: 'uint256' },
        { name: 'updatedOutputAmount', type: 'uint256' },
        { name: 'updatedRecipient', type: 'bytes32' },
        { name: 'updatedMessage', type: 'bytes' },
      ],
    },
    primaryType: 'UpdateDepositDetails',
    message: { depositId, originChainId, updatedOutputAmount: outputAmount, updatedRecipient: pad(recipient), updatedMessage: '0x' },
  });

/** The pool asks for the signature of whom it is told, and not whether the deposit is theirs. */
const speedUp = async (origin: ChainLink, { relayData }: OpenDeposit, change: Change, by: Signer): Promise<Hex> => {
  const signature = await sign(by, relayData, change);
  const { outputAmount, recipient } = change;
  const args = [pad(by.address), relayData.depositId, outputAmount, pad(recipient), '0x', signature] as const;
  const data = encodeFunctionData({ abi, functionName: 'speedUpDeposit', args });
  await origin.send([{ to: spokePoolOf(origin.chain.chainId), data }]);
  return signature;
};

/** A fast fill with what the depositor signed, paid by `from`. */
const fillUpdated = async (
  destination: ChainLink,
  { relayData }: OpenDeposit,
  { outputAmount, recipient, signature, from }: Change & { readonly signature: Hex; readonly from: Address },
): Promise<void> => {
  const { chainId } = destination.chain;
  const pool = spokePoolOf(chainId);
  const args = [relayData, BigInt(chainId), pad(from), outputAmount, pad(recipient), '0x', signature] as const;
  const token = outputOf(destination, relayData).address as Address;
  await destination.send([
    { from, to: token, data: encodeFunctionData({ abi: tokenAbi, functionName: 'approve', args: [pool, outputAmount] }) },
    { from, to: pool, data: encodeFunctionData({ abi, functionName: 'fillRelayWithUpdatedDeposit', args }) },
  ]);
};

/** What happens to deposits of Across's that the simnet does not do: each on the real pools. */
export const acrossMoves = { requestSlowFill, fillSlowly, speedUp, fillUpdated };
