import type { Bridge } from '#bridges/_kit/port.ts';
import type { BridgeTransaction } from '#bridges/_kit/to-sign.ts';
import type { Asset } from '#core/domain/asset.ts';
import type { WaysOut } from './refusal.ts';

export interface Preparation {
  readonly bridge: Bridge;
  readonly built: BuiltCall;
  /** The token that the sender parts with; undefined where it is the native coin, or nothing. */
  readonly spends?: Spending | undefined;
  readonly sender: string;
  /** What is left to do where it fails; those of a route unless told otherwise. */
  readonly ways?: WaysOut;
}

export type BuiltCall = Pick<BridgeTransaction, 'chainId' | 'to' | 'data' | 'value' | 'usualGas' | 'depositAddress'>;

export interface Spending {
  readonly asset: Asset;
  /** Who takes it; undefined where nobody has to be allowed to. */
  readonly spender: string | undefined;
  /** What is approved, and what of it goes away. Base units. */
  readonly amountIn: bigint;
  readonly amountSent: bigint;
}
