/** How the relayers behave now; set by hand while the simnet runs. */
export interface RelayerDials {
  /** How long a relayer waits after it has seen what to do, ms. */
  delayMs(relayer: RelayerName): number;
  /** A dead relayer does nothing until it is revived; then it does what still waits. */
  isDead(relayer: RelayerName): boolean;
  set(relayer: RelayerName, behaviour: { readonly delayMs?: number; readonly dead?: boolean }): void;
}

export const RELAYER_NAMES = ['across', 'layerzero', 'refunds'] as const;
export type RelayerName = (typeof RELAYER_NAMES)[number];

export const createRelayerDials = (): RelayerDials => {
  const behaviours = new Map<RelayerName, { delayMs: number; dead: boolean }>();
  const of = (relayer: RelayerName) => behaviours.get(relayer) ?? { delayMs: 0, dead: false };
  return {
    delayMs: (relayer) => of(relayer).delayMs,
    isDead: (relayer) => of(relayer).dead,
    set: (relayer, behaviour) => void behaviours.set(relayer, { ...of(relayer), ...behaviour }),
  };
};
