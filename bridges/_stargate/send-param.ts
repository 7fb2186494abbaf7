import { type Hex, pad } from 'viem';
import type { Corridor } from '#core/domain/corridor.ts';
import { stargateChain, stargatePool } from './contracts.ts';
import type { Mode } from './mode.ts';

/** Stargate carries six decimals; what a token has beyond stays with the sender. */
export const SHARED_DECIMALS = 6;

/** The two ends of a way through Stargate: the pool that takes the amount, and the chain it goes to. */
export interface Path {
  readonly pool: string;
  readonly destinationEid: number;
  /** The smallest step of an amount, in base units of the from-asset. */
  readonly unit: bigint;
}

/**
 * The path of a corridor, when the address book has a pool of the same asset at both ends. Pools exchange like for like, with the same
 * decimals, so that amounts on both sides count in the same units.
 */
export const pathOf = ({ from, to }: Corridor): Path | undefined => {
  if (from.symbol !== to.symbol || from.decimals !== to.decimals || from.chainId === to.chainId) return undefined;
  const pool = stargatePool(from.chainId, from.symbol)?.address;
  const destinationEid = stargateChain(to.chainId)?.eid;
  if (pool === undefined || destinationEid === undefined || stargatePool(to.chainId, to.symbol) === undefined) return undefined;
  return { pool, destinationEid, unit: 10n ** BigInt(Math.max(from.decimals - SHARED_DECIMALS, 0)) };
};

export interface SendParam {
  readonly dstEid: number;
  readonly to: Hex;
  readonly amountLD: bigint;
  readonly minAmountLD: bigint;
  readonly extraOptions: Hex;
  readonly composeMsg: Hex;
  readonly oftCmd: Hex;
}

/** What `send` is told. Options and messages to compose are not used: a taxi's go with the message, and a bus takes neither. */
export const sendParamOf = (input: { path: Path; mode: Mode; recipient: string; amount: bigint; minAmount: bigint }): SendParam => ({
  dstEid: input.path.destinationEid,
  to: pad(input.recipient as Hex, { size: 32 }),
  amountLD: input.amount,
  minAmountLD: input.minAmount,
  extraOptions: '0x',
  composeMsg: '0x',
  oftCmd: input.mode.oftCmd,
});
