import { concatHex, encodeEventTopics, encodeFunctionData, type Hex, pad, toHex, toRlp, zeroAddress, zeroHash } from 'viem';
import { managerAbi, tokenAbi } from '../abi.ts';
import type { ProvenBurn } from '../exit-payload.ts';

const numeral = (value: bigint): Hex => (value === 0n ? '0x' : toHex(value));

interface Shape {
  /** Of the transaction whose receipt is proven; 0 for one without a type. */
  readonly type?: number;
  /** Logs of the receipt before the burn's. */
  readonly logsBefore?: number;
  /** Who got what is said to be burned; nobody, unless told. */
  readonly to?: string;
}

/** A log of a receipt, as RLP. */
const logOf = (token: string, from: string, to: string, amount: bigint) => [
  token as Hex,
  encodeEventTopics({ abi: tokenAbi, eventName: 'Transfer', args: { from: from as Hex, to: to as Hex } }) as Hex[],
  pad(toHex(amount), { size: 32 }),
];

/** What an exit's calldata proves, as RootChainManager documents it; proofs and roots are of no interest here, and are empty. */
export const exitPayload = (
  { blockNumber, token, from, amount }: ProvenBurn,
  { type = 0, logsBefore = 0, to = zeroAddress }: Shape = {},
): Hex => {
  const others = Array.from({ length: logsBefore }, () => logOf(token, from, from, 1n));
  const logs = [...others, logOf(token, from, to, amount)];
  const list = toRlp([toHex(1), toHex(21_000), zeroHash, logs] as never);
  const receipt = type === 0 ? list : concatHex([toHex(type, { size: 1 }), list]);
  return toRlp([
    numeral(10_000n),
    '0x',
    numeral(blockNumber),
    numeral(1_700_000_000n),
    zeroHash,
    zeroHash,
    receipt,
    toRlp([]),
    '0x0080',
    numeral(BigInt(logsBefore)),
  ]);
};

export const exitInput = (burn: ProvenBurn, shape?: Shape): Hex =>
  encodeFunctionData({ abi: managerAbi, functionName: 'exit', args: [exitPayload(burn, shape)] });
