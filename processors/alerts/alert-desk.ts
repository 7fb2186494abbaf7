import type { Channel } from '#core/alerts/channel.ts';
import type { AlertFacts } from '#core/alerts/facts.ts';
import { advanceIncidents, dueNotice, type Incident, type Incidents } from '#core/alerts/incident.ts';
import { channelsOf } from '#core/alerts/routing.ts';
import { RULES } from '#core/alerts/rules.ts';
import type { IncidentStore } from '#platform/redis/incident-store.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { AlertsMetrics } from './alerts-metrics.ts';

/** A vendor gets this long to take a notice; others wait no longer for it. */
const TELL_TIMEOUT_MS = 5_000;
/** After a notice that did not arrive the channel is left alone for this long, unless the vendor names a time. */
const PAUSE_MS = 10_000;
/** Notices that one look sends through one channel: a flood is told bit by bit. */
const NOTICES_PER_LOOK = 20;

export interface AlertDesk {
  /** Looks at the facts once, and tells whom it concerns. One look at a time. */
  look(): Promise<void>;
  /** Incidents under way, as they were last seen. */
  incidents(): Incidents;
}

/**
 * Facts in, notices out. What people were told is kept in the store after each notice, so that a restart tells nobody twice; while the store
 * is away, which is an incident too, what this process remembers has to do.
 */
export const createAlertDesk = (deps: {
  store: IncidentStore;
  channels: readonly Channel[];
  readFacts: () => Promise<AlertFacts>;
  clearMs: number;
  metrics: AlertsMetrics;
  logger: Logger;
  now: () => number;
}): AlertDesk => {
  const { store, channels, readFacts, clearMs, metrics, logger, now } = deps;
  const pausedUntilMs = new Map<string, number>();
  let incidents: Incidents = new Map();
  let storeAway = false;

  const save = async (): Promise<void> => {
    try {
      await store.save(incidents);
      storeAway = false;
    } catch (error) {
      if (!storeAway) logger.warn({ error: String(error) }, 'incidents cannot be kept; going on from memory');
      storeAway = true;
    }
  };

  /** False when another instance tells people. What was not kept while the store was away is newer than what it holds. */
  const takeUp = async (): Promise<boolean> => {
    try {
      if (!(await store.lead())) return false;
      if (!storeAway) incidents = await store.load();
    } catch {
      storeAway = true;
    }
    return true;
  };

  const tell = async (channel: Channel, incident: Incident): Promise<boolean> => {
    const told = dueNotice(incident, channel.name);
    if (told === undefined) return true;
    const answer = await channel.tell({ told, incident }, AbortSignal.timeout(TELL_TIMEOUT_MS));
    metrics.told(channel.name, told, answer.ok);
    if (!answer.ok) {
      logger.warn(
        { channel: channel.name, incident: incident.id, detail: answer.error.detail },
        'a notice did not arrive; it will be sent again',
      );
      pausedUntilMs.set(channel.name, now() + (answer.error.retryAfterMs ?? PAUSE_MS));
      return false;
    }
    const current = incidents.get(incident.key) ?? incident;
    const deliveries = { ...current.deliveries, [channel.name]: { told, reference: answer.value } };
    incidents = new Map(incidents).set(incident.key, { ...current, deliveries });
    await save();
    return true;
  };

  const tellAll = async (channel: Channel): Promise<void> => {
    if ((pausedUntilMs.get(channel.name) ?? 0) > now()) return;
    const concerned = [...incidents.values()].filter(
      (incident) => channelsOf(incident).includes(channel.name) && dueNotice(incident, channel.name) !== undefined,
    );
    for (const incident of concerned.slice(0, NOTICES_PER_LOOK)) if (!(await tell(channel, incident))) return;
  };

  return {
    look: async () => {
      if (!(await takeUp())) {
        // Else what this instance saw last, when it led, would stand beside what the leader sees.
        metrics.underWay([]);
        return;
      }
      const facts = await readFacts();
      incidents = advanceIncidents({ incidents, facts, rules: RULES, nowMs: now(), clearMs });
      await save();
      // Channels side by side: a vendor that hangs keeps no other waiting.
      await Promise.all(channels.map(tellAll));
      metrics.underWay([...incidents.values()]);
    },
    incidents: () => incidents,
  };
};
