import { concatHex, encodeAbiParameters, fromRlp, type Hex, keccak256, toHex, toRlp, zeroHash } from 'viem';
import { z } from 'zod';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { bytes32, issueOf } from '../_kit/fields.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readAsked } from '../_kit/read-results.ts';
import { L2_MESSAGE_PASSER, type OpStackChain } from './op-stack-chain.ts';

/** What an output root commits to (specs.optimism.io, proposals), and that a withdrawal is in it. */
export interface Output {
  readonly root: Hex;
  readonly proof: {
    readonly version: Hex;
    readonly stateRoot: Hex;
    readonly messagePasserStorageRoot: Hex;
    readonly latestBlockhash: Hex;
  };
  /** Nodes of the message passer's storage, from its root to the withdrawal. */
  readonly inclusion: readonly Hex[];
}

const hash = bytes32.transform((text) => text.toLowerCase() as Hex);
const blockShape = z.object({ hash, stateRoot: hash });
const rlp = z
  .string()
  .regex(/^0x(?:[0-9a-fA-F]{2})+$/)
  .transform((text) => text as Hex);
const proofShape = z.object({
  storageHash: hash,
  storageProof: z.tuple([z.object({ value: z.string().regex(/^0x[0-9a-fA-F]{0,64}$/), proof: z.array(rlp).min(1).max(64) })]),
});

/** Where the message passer keeps that a withdrawal was made: its first mapping. */
const slotOf = (withdrawalHash: Hex): Hex =>
  keccak256(encodeAbiParameters([{ type: 'bytes32' }, { type: 'uint256' }], [withdrawalHash, 0n]));

/**
 * Asks a node of the chain for a block and for the proof that a withdrawal was made by then. It must still have the state of that block, which nodes keep
 * for as long as they like.
 */
export const askOutput = async (
  { rpc, signal }: BridgeContext,
  chain: OpStackChain,
  { withdrawalHash, blockNumber }: { withdrawalHash: Hex; blockNumber: bigint },
): Promise<Result<Output, QuoteFailure>> => {
  const slot = slotOf(withdrawalHash);
  const at = toHex(blockNumber);
  const [told, proven] = await Promise.all([
    rpc.ask(chain.chainId, { method: 'eth_getBlockByNumber', params: [at, false] }, signal),
    rpc.ask(chain.chainId, { method: 'eth_getProof', params: [L2_MESSAGE_PASSER, [slot], at] }, signal),
  ]);
  const block = read(readAsked(told), blockShape, 'a block');
  if (!block.ok) return block;
  const proof = read(readAsked(proven), proofShape, 'a proof');
  if (!proof.ok) return proof;
  const { storageHash, storageProof } = proof.value;
  if (BigInt(storageProof[0].value === '0x' ? 0 : storageProof[0].value) !== 1n) {
    return fail('MALFORMED_ANSWER', `${chain.name}’s node proves that the withdrawal was not made by block ${blockNumber}`);
  }
  const parts = {
    version: zeroHash,
    stateRoot: block.value.stateRoot,
    messagePasserStorageRoot: storageHash,
    latestBlockhash: block.value.hash,
  };
  const root = keccak256(concatHex([parts.version, parts.stateRoot, parts.messagePasserStorageRoot, parts.latestBlockhash]));
  return ok({ root, proof: parts, inclusion: withNested(storageProof[0].proof, keccak256(slot)) });
};

const read = <S extends z.ZodType>(asked: Result<unknown, QuoteFailure>, shape: S, what: string): Result<z.infer<S>, QuoteFailure> => {
  if (!asked.ok) return asked;
  const parsed = shape.safeParse(asked.value);
  return parsed.success ? ok(parsed.data) : fail('MALFORMED_ANSWER', `${what}: ${issueOf(parsed.error)}`);
};

/** Ethereum's hex-prefix encoding of a path, undone: without its flag, and the filling of an even one. */
const pathOf = (compact: Hex): string => (Number.parseInt(compact[2] ?? '0', 16) % 2 === 1 ? compact.slice(3) : compact.slice(4));

/** A leaf of less than 32 bytes stands inside its branch; the portal takes it for a node of its own, which nodes do not list. */
const withNested = (nodes: readonly Hex[], key: Hex): readonly Hex[] => {
  const last = fromRlp(nodes.at(-1) as Hex);
  if (!Array.isArray(last) || last.length !== 17) return nodes;
  const own = last.find((child, digit) => {
    if (!Array.isArray(child) || typeof child[0] !== 'string') return false;
    return key.endsWith(`${digit.toString(16)}${pathOf(child[0] as Hex)}`);
  });
  return own === undefined ? nodes : [...nodes, toRlp(own)];
};
