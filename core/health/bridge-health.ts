import type { BridgeStatus } from '../domain/bridge-status.ts';
import { type BreakerEvent, breakerAt, heldBy } from './breaker.ts';
import { type BreakerLog, createBreakerLog, logBreakerEvents } from './breaker-log.ts';
import type { HealthEvent, IncidentWord, Look, TvlReading } from './health-event.ts';
import { type Reliability, reliabilityOf } from './reliability.ts';
import { countIn, createTallies, type Tallies } from './tallies.ts';
import { addTvl, createTvlHistory, TVL_FALL_MAX, type TvlHistory, tvlFall } from './tvl.ts';
import { type HealthWindow, readWindow, WINDOW_NAMES, type WindowName } from './window.ts';

/** Ids that are remembered, so that an event told twice counts once: a minute and more of a busy bridge. */
export const SEEN_MAX = 4_096;
/** An incident, or a fall of TVL, of which nobody has spoken for a day holds the breaker no longer. */
const HOLD_LIFE_MS = 86_400_000;

/** All that is known of a bridge's health. Folded in place by `foldHealth` alone; bounded whatever comes in. */
export interface BridgeHealth {
  readonly bridge: string;
  readonly tallies: Tallies;
  readonly log: BreakerLog;
  readonly tvl: TvlHistory;
  readonly seen: Set<string>;
}

export const createBridgeHealth = (bridge: string): BridgeHealth => ({
  bridge,
  tallies: createTallies(),
  log: createBreakerLog(),
  tvl: createTvlHistory(),
  seen: new Set(),
});

/** What a look says to the breaker; a refusal, and a contract that seems well, say neither that the bridge answers nor that it fails. */
const lookMoves = ({ id, atMs, verdict, code, detail, chains, askedAtMs }: Look): BreakerEvent[] => {
  if (verdict === 'answered') return [{ kind: 'answered', id, atMs, chains }];
  if (verdict !== 'failed') return [];
  const why = code === null ? detail : `${code}, ${detail}`;
  return [{ kind: 'failed', id, atMs, chains, why, silentSinceMs: code === 'UPSTREAM_TIMEOUT' ? askedAtMs : null }];
};

const incidentMoves = ({ id, atMs, reference, stands, detail }: IncidentWord): BreakerEvent[] => [
  { kind: 'hold', id, atMs, name: `incident ${reference}`, stands, why: `an incident is declared: ${detail}` },
];

const millions = (usd: number): string => `$${(usd / 1e6).toFixed(1)} million`;

const tvlMoves = (health: BridgeHealth, reading: TvlReading): BreakerEvent[] => {
  if (!addTvl(health.tvl, reading)) return [];
  const { share, fromUsd, toUsd } = tvlFall(health.tvl);
  const why = `its TVL fell by ${(share * 100).toFixed(0)} % within a day, from ${millions(fromUsd)} to ${millions(toUsd)}`;
  const stands = share > TVL_FALL_MAX;
  // A bridge whose TVL never fell needs no word that it does not fall.
  if (!stands && !health.log.breaker.holds.has('tvl')) return [];
  return [{ kind: 'hold', id: reading.id, atMs: reading.atMs, name: 'tvl', stands, why }];
};

const isNew = ({ seen }: BridgeHealth, id: string): boolean => {
  if (seen.has(id)) return false;
  seen.add(id);
  if (seen.size > SEEN_MAX) for (const oldest of [...seen].slice(0, SEEN_MAX / 4)) seen.delete(oldest);
  return true;
};

/** Takes events of this bridge in. Order and repetition do not matter within the limits named above. Gives how many were new. */
export const foldHealth = (health: BridgeHealth, events: readonly HealthEvent[], nowMs: number): number => {
  const moves: BreakerEvent[] = [];
  let fresh = 0;
  for (const event of events) {
    if (!isNew(health, event.id)) continue;
    fresh += 1;
    if (event.kind === 'look') moves.push(...lookMoves(event));
    else if (event.kind === 'incident') moves.push(...incidentMoves(event));
    else if (event.kind === 'tvl') moves.push(...tvlMoves(health, event));
    if (event.kind !== 'incident' && event.kind !== 'tvl') countIn(health.tallies, event, nowMs);
  }
  logBreakerEvents(health.log, moves);
  return fresh;
};

/** Lets go of what held the breaker and of which nothing was heard for a day. */
export const lapseHolds = (health: BridgeHealth, nowMs: number): void => {
  const lapsed = [...health.log.breaker.holds].filter(([, { stands, atMs }]) => stands && atMs <= nowMs - HOLD_LIFE_MS);
  logBreakerEvents(
    health.log,
    lapsed.map(([name, { why, atMs }]) => ({ kind: 'hold', id: `lapse ${name} ${atMs}`, atMs: nowMs, name, stands: false, why })),
  );
};

/** A bridge's health as it stands, for everyone to read. */
export interface HealthReport {
  readonly bridge: string;
  readonly breaker: BridgeStatus['breaker'];
  readonly reason: string;
  /** Since when the breaker is not closed; null when it is. */
  readonly sinceMs: number | null;
  readonly reliability: Reliability;
  readonly windows: Readonly<Record<WindowName, HealthWindow>>;
  readonly tvlUsd: number | null;
  /** How far the latest TVL lies below the most of the last day, 0 to 1; null when none was read. */
  readonly tvlFall: number | null;
}

/** The breaker's part of the report: cheap to ask for. */
export const stateOf = ({ log }: BridgeHealth, nowMs: number): Pick<HealthReport, 'breaker' | 'reason' | 'sinceMs'> => {
  const breaker = breakerAt(log.breaker, nowMs);
  const held = heldBy(breaker);
  return {
    breaker: !breaker.open ? 'closed' : held === undefined && breaker.answers > 0 ? 'half-open' : 'open',
    reason: breaker.open ? (held ?? breaker.reason) : '',
    sinceMs: breaker.sinceMs,
  };
};

export const reportHealth = (health: BridgeHealth, nowMs: number): HealthReport => {
  const { bridge, tallies, tvl } = health;
  const windows = Object.fromEntries(WINDOW_NAMES.map((name) => [name, readWindow(tallies, name, nowMs)])) as Record<
    WindowName,
    HealthWindow
  >;
  const isRead = tvl.latest !== undefined;
  return {
    bridge,
    ...stateOf(health, nowMs),
    reliability: reliabilityOf(windows),
    windows,
    tvlUsd: tvl.latest?.usd ?? null,
    tvlFall: isRead ? tvlFall(tvl).share : null,
  };
};
