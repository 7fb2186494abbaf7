/** What an asset is worth. `priceId` is the asset's price id (one price serves USDC on every chain). */
export interface Price {
  readonly kind: 'price';
  readonly priceId: string;
  /** USD a whole unit; an estimate. */
  readonly usd: number;
  readonly observedAtMs: number;
}

/** What gas costs on a chain. */
export interface GasPrice {
  readonly kind: 'gas';
  readonly chainId: number;
  /** Wei a unit of gas: base fee and a usual tip. */
  readonly weiPerGas: bigint;
  readonly observedAtMs: number;
}

export type MarketEvent = Price | GasPrice;
