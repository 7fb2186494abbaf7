import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import type { VendorPauses } from '#platform/redis/vendor-pauses.ts';
import type { TransactionNode } from '#platform/rpc/transaction-node.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { BuildingGate } from './building-gate.ts';

/** What building anything that is signed takes: the vendors, the chains, and so much patience with either. */
export interface DeskDeps {
  readonly bridges: readonly Bridge[];
  /** Everything of a bridge's context but the signal. */
  readonly context: Omit<BridgeContext, 'signal'>;
  readonly node: TransactionNode;
  readonly pauses: VendorPauses;
  readonly gate: BuildingGate;
  readonly bridgeTimeoutMs: number;
  readonly chainTimeoutMs: number;
  readonly logger: Logger;
}
