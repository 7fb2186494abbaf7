import { concatHex, type Hex, keccak256, toHex, zeroHash } from 'viem';
import { L2_MESSAGE_PASSER } from '#bridges/_opstack/op-stack-chain.ts';
import type { ChainLink } from '../../chains/chain-link.ts';

/** What an output root commits to (specs.optimism.io, proposals). */
export interface Output {
  readonly blockNumber: bigint;
  readonly root: Hex;
  readonly proof: {
    readonly version: Hex;
    readonly stateRoot: Hex;
    readonly messagePasserStorageRoot: Hex;
    readonly latestBlockhash: Hex;
  };
}

/** The output of a block of the chain; of the newest when none is named. A node keeps the state of the last few blocks alone. */
export const outputOf = async (link: ChainLink, blockNumber?: bigint): Promise<Output> => {
  const number = blockNumber ?? BigInt(await link.rpc.call<Hex>('eth_blockNumber'));
  const block = await link.rpc.call<{ hash: Hex; stateRoot: Hex }>('eth_getBlockByNumber', [toHex(number), false]);
  const { storageHash } = await link.rpc.call<{ storageHash: Hex }>('eth_getProof', [L2_MESSAGE_PASSER, [], toHex(number)]);
  const proof = {
    version: zeroHash,
    stateRoot: block.stateRoot,
    messagePasserStorageRoot: storageHash,
    latestBlockhash: block.hash,
  };
  const root = keccak256(concatHex([proof.version, proof.stateRoot, proof.messagePasserStorageRoot, proof.latestBlockhash]));
  return { blockNumber: number, root, proof };
};
