import type { BridgeBudget } from '#bridges/_kit/bridge-manifest.ts';
import { probePauseMs } from '#bridges/_kit/budget-shares.ts';
import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import type { VendorPauses } from '#platform/redis/vendor-pauses.ts';
import type { Sighting } from './make-signal.ts';
import { pause } from './pause.ts';
import { type ProbeDeps, probe } from './probe.ts';

/** Corridors probed of a bridge in one round; more than there are between listed assets. */
const CORRIDORS_MAX = 300;
/** What a bridge serves changes rarely. A list may be long in coming. */
const LIST_MS = 300_000;
const LIST_TIMEOUT_MS = 10_000;
/** While nothing can be probed: no list yet, or no prices. */
const IDLE_MS = 1_000;
/** A pause may be hours; a timer is never longer than this. */
const PAUSE_STEP_MS = 60_000;
/** A provider that limits us without saying for how long. */
const LIMITED_MS = 30_000;

/**
 * Probes one bridge for ever: each of its corridors once an interval, one after the other, evenly spread, and never faster than the
 * probes' share of the bridge's budget.
 */
export const startProber = (
  deps: ProbeDeps & {
    readonly bridge: Bridge;
    /** What the vendor lets us ask with the keys that are configured. */
    readonly budget: BridgeBudget;
    readonly pauses: VendorPauses;
    readonly intervalMs: number;
    readonly emit: (sighting: Sighting) => void;
    readonly signal: AbortSignal;
  },
): void => {
  const { bridge, budget, pauses, context, intervalMs, emit, signal } = deps;
  const { id } = bridge.manifest;
  let corridors: readonly string[] = [];
  let listedAtMs = Number.NEGATIVE_INFINITY;

  const list = async () => {
    const within: BridgeContext = { ...context, signal: AbortSignal.any([signal, AbortSignal.timeout(LIST_TIMEOUT_MS)]) };
    const given = await bridge.corridors(within).catch(() => undefined);
    // A bridge that cannot say is probed for what it served before.
    if (given?.ok !== true) {
      if (given?.error.code === 'RATE_LIMITED') limited(given.error.retryAfterMs);
      return;
    }
    corridors = given.value.slice(0, CORRIDORS_MAX).map(({ from, to }) => `${from}>${to}`);
    listedAtMs = context.now();
  };

  const limited = (waitMs: number | null) => pauses.announce(id, context.now() + (waitMs ?? LIMITED_MS));

  /** Leaves the vendor alone while it wants that, whoever of us it told. */
  const whilePaused = async () => {
    for (let untilMs = pauses.untilMs(id); untilMs > 0 && !signal.aborted; untilMs = pauses.untilMs(id)) {
      await pause(Math.min(untilMs - context.now(), PAUSE_STEP_MS), signal);
    }
  };

  const round = async () => {
    await whilePaused();
    if (context.now() - listedAtMs > LIST_MS) await list();
    const pauseMs = Math.max(intervalMs / Math.max(corridors.length, 1), probePauseMs(budget));
    let asked = false;
    for (const corridor of corridors) {
      await whilePaused();
      if (signal.aborted) return;
      const probed = await probe(deps, bridge, corridor, signal);
      if (probed === undefined) continue;
      asked = true;
      if (signal.aborted) return;
      emit(probed.sighting);
      if (probed.sighting.code === 'RATE_LIMITED') limited(probed.pauseMs);
      await pause(pauseMs, signal);
    }
    if (!asked) await pause(IDLE_MS, signal);
  };

  const loop = async () => {
    while (!signal.aborted) await round();
  };
  void loop();
};
