import type { BridgeStatus } from '../domain/bridge-status.ts';

/** Whether two statuses of a bridge leave its books as they are. Open and half-open both exclude it. */
export const ranksAlike = (a: BridgeStatus, b: BridgeStatus): boolean =>
  (a.breaker === 'closed') === (b.breaker === 'closed') && a.reason === b.reason && a.reliability === b.reliability;
