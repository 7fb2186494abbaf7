import type { BridgeStatus } from '#core/domain/bridge-status.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { BridgeStatusRecord } from '../generated/bridge-status.ts';

const BREAKERS: ReadonlySet<string> = new Set<BridgeStatus['breaker']>(['closed', 'open', 'half-open']);

/** A record of the topic `bridge-status` as the domain has it, or in words what is wrong with it. */
export const bridgeStatusFromRecord = (record: BridgeStatusRecord): Result<BridgeStatus, string> => {
  const { bridge, breaker, reason, reliability, observedAtMs } = record;
  if (!BREAKERS.has(breaker)) return err(`breaker is ${breaker.slice(0, 40)}, none of closed, open, half-open`);
  if (!(reliability >= 0 && reliability <= 100)) return err(`reliability is ${reliability}, not within 0 to 100`);
  return ok({ bridge, breaker: breaker as BridgeStatus['breaker'], reason, reliability, observedAtMs });
};

/**
 * A bridge's status as a record of the topic `bridge-status`. `sinceMs`: since when the breaker is not closed. `json`: the whole of it,
 * as REST serves it.
 */
export const bridgeStatusToRecord = (
  { bridge, breaker, reason, reliability, observedAtMs }: BridgeStatus,
  more: { readonly sinceMs: number | null; readonly json: Buffer } = { sinceMs: null, json: Buffer.alloc(0) },
): BridgeStatusRecord => ({ bridge, breaker, reason, reliability, observedAtMs, ...more });
