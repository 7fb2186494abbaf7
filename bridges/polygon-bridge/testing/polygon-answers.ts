import { encodeAbiParameters, encodeFunctionResult, type Hex, parseAbiParameters, zeroAddress, zeroHash } from 'viem';
import { playBack, type Recorded } from '../../_kit/play-back.ts';
import type { BridgeContext } from '../../_kit/port.ts';
import { managerAbi, rootChainAbi } from '../abi.ts';
import { PAIRS, type Pair } from '../pairs.ts';

export const nowMs = 1_779_092_258_000;
export const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
export const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';

export const [ether, dai] = PAIRS as readonly [Pair, Pair];

/** Answers of Ethereum to the calls of one batch, in the contracts' own encoding. */
export const given = (...data: readonly Hex[]): Recorded => ({
  rpc: { kind: 'results', results: data.map((one) => ({ ok: true, data: one })) },
});
export const word = (value: bigint): Hex => encodeAbiParameters(parseAbiParameters('uint256'), [value]);
export const address = (value: string): Hex => encodeAbiParameters(parseAbiParameters('address'), [value as Hex]);

interface Flags {
  readonly child?: string;
  readonly deposits?: boolean;
  readonly exits?: boolean;
}

/** What the manager says of a pair: the token that it mints, and what is switched off (nothing, unless told). */
export const standing = ({ l2 }: Pair, { child = l2.address, deposits = true, exits = true }: Flags = {}): readonly Hex[] => [
  address(child),
  encodeFunctionResult({ abi: managerAbi, functionName: 'migrationStatus', result: [!deposits, !exits, 0n] }),
];

/** What it says of a withdrawal: besides, what lies there and the number of the last checkpoint. */
export const leaving = (pair: Pair, held: bigint, current: bigint, flags?: Flags): Recorded =>
  given(...standing(pair, flags), word(held), word(current));

/** A checkpoint's time, epoch seconds. */
export const header = (createdAt: bigint): Hex =>
  encodeFunctionResult({ abi: rootChainAbi, functionName: 'headerBlocks', result: [zeroHash, 0n, 0n, createdAt, zeroAddress] });

/** Each call of a withdrawal's two rounds gets what the recording of its round says. */
export const rounds = (first: Recorded, second: Recorded): BridgeContext => {
  let asked = 0;
  const played = playBack(first, nowMs);
  return {
    ...played,
    rpc: {
      ...played.rpc,
      call: async () => {
        asked += 1;
        const recorded = asked === 1 ? first : second;
        return 'rpc' in recorded ? recorded.rpc : { kind: 'timeout' };
      },
    },
  };
};
