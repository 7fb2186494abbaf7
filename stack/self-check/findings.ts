/** Something about a bridge on a chain that is not as it is listed, or is not known. */
export interface Finding {
  /** The bridges that it is about. */
  readonly bridges: readonly string[];
  readonly chainId: number;
  /**
   * `differs`: what stands there is not what is listed. `unread`: nobody answered, so nothing is known. `paused`: a flag is up.
   * `note`: a flag that cannot be read, which alone says nothing against the bridge.
   */
  readonly kind: 'differs' | 'unread' | 'paused' | 'note';
  /** In words, with the address that it is about. */
  readonly detail: string;
}
