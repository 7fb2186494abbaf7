import { getAddress, type Hex, size, slice } from 'viem';

/** What is written on a ticket: asset id 2 bytes | receiver 32 | amount in shared decimals 8 | whether coins are dropped too 1. Source: BusCodec.sol of stargate-protocol/stargate-v2. */
export interface Passenger {
  readonly assetId: number;
  readonly recipient: string;
  readonly amountShared: bigint;
}

const PASSENGER_BYTES = 43;

/** Undefined for bytes that are no passenger. */
export const readPassenger = (bytes: Hex): Passenger | undefined =>
  size(bytes) !== PASSENGER_BYTES
    ? undefined
    : {
        assetId: Number(slice(bytes, 0, 2)),
        // The destination pays the last 20 bytes of the receiver.
        recipient: getAddress(slice(bytes, 14, 34)),
        amountShared: BigInt(slice(bytes, 34, 42)),
      };
