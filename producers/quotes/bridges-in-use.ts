import type { BridgeBudget, BridgeManifest } from '#bridges/_kit/bridge-manifest.ts';
import { budgetOf, offReason } from '#bridges/_kit/budget-shares.ts';
import type { Bridge } from '#bridges/_kit/port.ts';

/** A bridge in use as it is asked: with the budget that its keys give it, or why it is not asked. */
export interface BridgeInUse {
  readonly bridge: Bridge;
  readonly manifest: BridgeManifest;
  readonly budget: BridgeBudget;
  readonly hasKey: boolean;
  /** Undefined when it is asked. */
  readonly off: string | undefined;
}

export const bridgesInUse = (bridges: readonly Bridge[], keys: Readonly<Record<string, string>>): readonly BridgeInUse[] =>
  bridges.map((bridge) => ({
    bridge,
    manifest: bridge.manifest,
    budget: budgetOf(bridge.manifest, keys),
    hasKey: keys[bridge.manifest.apiKey?.variable ?? ''] !== undefined,
    off: offReason(bridge.manifest, keys),
  }));
