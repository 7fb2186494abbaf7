import { type BridgeHealth, type HealthReport, reportHealth, stateOf } from '#core/health/bridge-health.ts';
import { publishedScore } from '#core/health/published-score.ts';
import { nextVersion } from '#core/ranking/version.ts';
import { bridgeStatusToRecord } from '#schemas/codecs/bridge-status.ts';
import { healthToJson } from '#schemas/codecs/health-json.ts';
import type { BridgeStatusRecord } from '#schemas/generated/bridge-status.ts';
import type { HealthMetrics } from './health-metrics.ts';

/** What nothing has changed is said again this often, so that whoever keeps the topic's last day has it. */
const REPEAT_MS = 600_000;

interface Told {
  readonly breaker: HealthReport['breaker'];
  readonly reason: string;
  readonly reliability: number;
  readonly toldAtMs: number;
}

/** What is shown of a bridge in the view. */
export interface HealthView {
  readonly bridge: string;
  readonly observedAtMs: number;
  readonly json: string;
  /** Its breaker moved: those who watch shall hear of it now. */
  readonly moved: boolean;
}

export interface Bulletin {
  /** Tells of those bridges whose breaker is not as it was told. */
  tellMoved(bridges: readonly BridgeHealth[]): void;
  /** Shows all bridges as they stand, and tells of those whose score has moved as well. Rejects when the view is away. */
  tellAll(bridges: readonly BridgeHealth[]): Promise<void>;
  /** What is told next is later than this. */
  tellAfter(bridge: string, observedAtMs: number): void;
  /** Nothing has been told yet, or somebody else tells now. */
  forget(): void;
}

/** Says how the bridges fare: every move of a breaker at once, all else now and then. */
export const createBulletin = (deps: {
  /** Into the topic; of one bridge only the latest need arrive. */
  publish: (record: BridgeStatusRecord) => void;
  /** Into the view. */
  show: (views: readonly HealthView[]) => Promise<void>;
  metrics: HealthMetrics;
  now: () => number;
}): Bulletin => {
  const { publish, show, metrics, now } = deps;
  // Both bounded by the bridges in the ward.
  const told = new Map<string, Told>();
  const lastMs = new Map<string, number>();

  const tell = (health: BridgeHealth): HealthView => {
    const nowMs = now();
    const report = reportHealth(health, nowMs);
    const { bridge, breaker, reason, sinceMs } = report;
    const before = told.get(bridge);
    const observedAtMs = nextVersion(lastMs.get(bridge) ?? 0, nowMs);
    lastMs.set(bridge, observedAtMs);
    const reliability = publishedScore(report.reliability.score, before?.reliability);
    const moved = before?.breaker !== breaker || before.reason !== reason;
    const json = JSON.stringify(healthToJson(report, observedAtMs));
    if (moved || before.reliability !== reliability || nowMs - before.toldAtMs >= REPEAT_MS) {
      publish(bridgeStatusToRecord({ bridge, breaker, reason, reliability, observedAtMs }, { sinceMs, json: Buffer.from(json) }));
      told.set(bridge, { breaker, reason, reliability, toldAtMs: nowMs });
      if (before !== undefined && before.breaker === 'closed' && breaker !== 'closed') metrics.opened(bridge);
    }
    metrics.told(report);
    return { bridge, observedAtMs, json, moved };
  };

  /** Asked after every batch, so without the windows. */
  const hasMoved = (health: BridgeHealth): boolean => {
    const before = told.get(health.bridge);
    const { breaker, reason } = stateOf(health, now());
    return before?.breaker !== breaker || before.reason !== reason;
  };

  return {
    tellMoved: (bridges) => {
      const moved = bridges.filter(hasMoved).map(tell);
      const shown = moved.filter((view) => view.moved);
      // A view that is away is written again with all others.
      if (shown.length > 0) show(shown).catch(() => undefined);
    },
    tellAll: (bridges) => show(bridges.map(tell)),
    tellAfter: (bridge, observedAtMs) => {
      lastMs.set(bridge, observedAtMs);
    },
    forget: () => {
      told.clear();
      metrics.forget();
    },
  };
};
