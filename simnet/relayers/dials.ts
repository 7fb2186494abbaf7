/** How the relayers behave now; set by hand while the simnet runs. */
export interface RelayerDials {
  /** How long a relayer waits after it has seen what to do, ms. */
  delayMs(relayer: string): number;
  /** A dead relayer does nothing until it is revived; then it does what still waits. */
  isDead(relayer: string): boolean;
  set(relayer: string, behaviour: { readonly delayMs?: number; readonly dead?: boolean }): void;
}

export const createRelayerDials = (): RelayerDials => {
  const behaviours = new Map<string, { delayMs: number; dead: boolean }>();
  const of = (relayer: string) => behaviours.get(relayer) ?? { delayMs: 0, dead: false };
  return {
    delayMs: (relayer) => of(relayer).delayMs,
    isDead: (relayer) => of(relayer).dead,
    set: (relayer, behaviour) => void behaviours.set(relayer, { ...of(relayer), ...behaviour }),
  };
};
