import { type Address, getAddress, keccak256, slice, stringToHex } from 'viem';
import { CHAINS } from '#core/domain/chain.ts';
import type { SentTransfer } from './ledger.ts';

/** What the traffic is made of. */
export interface TrafficMix {
  /** Same seed, same transfers. */
  readonly seed: string;
  /** Of all transfers, the share that goes by Across; the others go by Stargate. 0 to 1. */
  readonly acrossShare: number;
  /** Of Stargate's, the share that rides a bus; the others take a taxi. 0 to 1. */
  readonly busShare: number;
  /** Of Across's, the share that nobody may fill, so that it expires and is refunded. 0 to 1. */
  readonly expiringShare: number;
}

export interface PlannedTransfer {
  readonly bridge: SentTransfer['bridge'];
  readonly originChainId: number;
  readonly destinationChainId: number;
  readonly recipient: Address;
  /** USDC, which every chain and all of these bridges know; base units. */
  readonly amountIn: bigint;
  readonly expires: boolean;
}

const UNIT_USDC = 1_000_000;
const AMOUNT_MIN_USDC = 5;
const AMOUNT_SPAN_USDC = 500;

/** Where Across is: the simnet has its spoke pool on each of the six chains. */
const CHAIN_IDS = CHAINS.map(({ chainId }) => chainId);

/** The transfer with this number. A pure function of the mix, so that a run can be told again. */
export const planTransfer = (mix: TrafficMix, id: number): PlannedTransfer => {
  const drawn = (what: string): number => Number(BigInt(slice(keccak256(stringToHex(`${mix.seed}/${id}/${what}`)), 0, 6))) / 2 ** 48;
  const byStargate = drawn('mode') < mix.busShare ? 'stargate-bus' : 'stargate';
  const bridge = drawn('bridge') < mix.acrossShare ? 'across' : byStargate;
  const origin = Math.floor(drawn('origin') * CHAIN_IDS.length);
  const others = CHAIN_IDS.filter((_, index) => index !== origin);
  return {
    bridge,
    originChainId: CHAIN_IDS[origin] ?? 1,
    destinationChainId: others[Math.floor(drawn('destination') * others.length)] ?? 1,
    recipient: getAddress(slice(keccak256(stringToHex(`${mix.seed}/${id}/recipient`)), 12, 32)),
    amountIn: BigInt(Math.floor((AMOUNT_MIN_USDC + drawn('amount') * AMOUNT_SPAN_USDC) * UNIT_USDC)),
    expires: bridge === 'across' && drawn('expires') < mix.expiringShare,
  };
};
