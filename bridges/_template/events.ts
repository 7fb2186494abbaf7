import type { BridgeEvent, WatchedContract } from '../_kit/port.ts';

/** The contracts whose logs tell of a transfer, by chain: none yet. */
export const watches = (): readonly WatchedContract[] => [];

/** Reads one log of a watched contract. */
export const decode = (): BridgeEvent | undefined => undefined;
