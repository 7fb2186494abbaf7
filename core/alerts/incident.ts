import type { AlertFacts } from './facts.ts';
import type { Rule, Severity } from './rules.ts';

/** What a channel was told last of an incident. */
export interface Delivery {
  readonly told: 'open' | 'resolved';
  /** The channel's own name for it, where it gives one. */
  readonly reference: string | null;
}

/**
 * One trouble from its first sign to its end. waiting: wrong, but not for long enough. open: somebody is to be told. clearing: no longer
 * wrong, and not for long enough to believe it. resolved: over; those who were told are to hear that too.
 */
export interface Incident {
  /** `rule:subject`; at most one of them is under way at a time. */
  readonly key: string;
  /** Names this occurrence: `rule:subject:startedAtMs`. */
  readonly id: string;
  readonly rule: string;
  readonly subject: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly state: 'waiting' | 'open' | 'clearing' | 'resolved';
  readonly startedAtMs: number;
  /** When the state was entered. */
  readonly sinceMs: number;
  /** How often it came back while it was clearing. */
  readonly relapses: number;
  readonly deliveries: Readonly<Record<string, Delivery>>;
}

export type Incidents = ReadonlyMap<string, Incident>;

/** One step of an incident that is not found wrong any more. Undefined when there is nothing left of it. */
const calmer = (incident: Incident, nowMs: number, clearMs: number): Incident | undefined => {
  if (incident.state === 'waiting') return undefined;
  if (incident.state === 'open') return { ...incident, state: 'clearing', sinceMs: nowMs };
  if (incident.state === 'clearing' && nowMs - incident.sinceMs >= clearMs) return { ...incident, state: 'resolved', sinceMs: nowMs };
  return incident;
};

const begun = (rule: Rule, subject: string, summary: string, nowMs: number): Incident => ({
  key: `${rule.id}:${subject}`,
  id: `${rule.id}:${subject}:${nowMs}`,
  rule: rule.id,
  subject,
  severity: rule.severity,
  summary,
  state: rule.holdMs === 0 ? 'open' : 'waiting',
  startedAtMs: nowMs,
  sinceMs: nowMs,
  relapses: 0,
  deliveries: {},
});

/**
 * One step of an incident that is found wrong. A relapse while it is clearing is the same incident: nobody is told twice. So is one before
 * everybody has heard that it was over; those who have are told again.
 */
const worse = (incident: Incident, rule: Rule, summary: string, nowMs: number): Incident => {
  if (incident.state === 'clearing' || incident.state === 'resolved')
    return { ...incident, summary, state: 'open', sinceMs: nowMs, relapses: incident.relapses + 1 };
  if (incident.state === 'waiting' && nowMs - incident.sinceMs >= rule.holdMs)
    return { ...incident, summary, state: 'open', sinceMs: nowMs };
  return { ...incident, summary };
};

/** Whether all who were told that it began know that it is over. */
const isForgotten = ({ state, deliveries }: Incident): boolean =>
  state === 'resolved' && Object.values(deliveries).every(({ told }) => told === 'resolved');

/** The incidents after a look at the facts. A clock that goes back makes states last longer, and nothing else. */
export const advanceIncidents = (options: {
  incidents: Incidents;
  facts: AlertFacts;
  rules: readonly Rule[];
  nowMs: number;
  /** How long nothing must be wrong before an incident is over. */
  clearMs: number;
}): Incidents => {
  const { incidents, facts, rules, nowMs, clearMs } = options;
  const next = new Map<string, Incident>();
  for (const rule of rules) {
    const findings = rule.find(facts);
    const known = [...incidents.values()].filter((incident) => incident.rule === rule.id);
    const found = new Map(findings?.map((finding) => [finding.subject, finding.summary]));
    for (const incident of known) {
      const summary = found.get(incident.subject);
      const stays =
        findings === undefined
          ? incident
          : summary === undefined
            ? calmer(incident, nowMs, clearMs)
            : worse(incident, rule, summary, nowMs);
      if (stays !== undefined && !isForgotten(stays)) next.set(stays.key, stays);
    }
    for (const [subject, summary] of found) {
      const key = `${rule.id}:${subject}`;
      if (!incidents.has(key)) next.set(key, begun(rule, subject, summary, nowMs));
    }
  }
  return next;
};

/** What a channel is to be told of an incident now; undefined when it knows. */
export const dueNotice = ({ state, deliveries }: Incident, channel: string): Delivery['told'] | undefined => {
  const told = deliveries[channel]?.told;
  if (state === 'open' || state === 'clearing') return told === 'open' ? undefined : 'open';
  return state === 'resolved' && told === 'open' ? 'resolved' : undefined;
};
