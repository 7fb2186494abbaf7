import { z } from 'zod';
import { BRIDGES } from '#bridges/registry.ts';

/** Incidents kept; the oldest go. */
const INCIDENTS_MAX = 50;

/** An incident as somebody declares it: on the bridge's own status page, or in the news about all bridges. */
export const incidentRequest = z.strictObject({
  bridge: z.enum(BRIDGES.map(({ manifest }) => manifest.id)),
  title: z.string().min(1).max(200).default('Transfers are delayed'),
  impact: z.enum(['none', 'minor', 'major', 'critical']).default('major'),
  feed: z.enum(['status-page', 'news']).default('status-page'),
});

export interface Incident extends z.infer<typeof incidentRequest> {
  readonly id: string;
  readonly declaredMs: number;
  readonly resolvedMs: number | null;
}

export interface IncidentBoard {
  /** Newest first. */
  list(): readonly Incident[];
  declare(incident: z.infer<typeof incidentRequest>, nowMs: number): Incident;
  /** Those of a bridge, or all. Gives what was resolved. */
  resolve(bridge: string | undefined, nowMs: number): readonly Incident[];
}

export const createIncidentBoard = (): IncidentBoard => {
  let incidents: readonly Incident[] = [];
  return {
    list: () => incidents,
    declare: (given, nowMs) => {
      const incident = { ...given, id: `${nowMs.toString(36)}${incidents.length}`, declaredMs: nowMs, resolvedMs: null };
      incidents = [incident, ...incidents].slice(0, INCIDENTS_MAX);
      return incident;
    },
    resolve: (bridge, nowMs) => {
      const isMeant = (one: Incident) => one.resolvedMs === null && (bridge === undefined || one.bridge === bridge);
      const ids = new Set(incidents.filter(isMeant).map(({ id }) => id));
      incidents = incidents.map((one) => (ids.has(one.id) ? { ...one, resolvedMs: nowMs } : one));
      return incidents.filter(({ id }) => ids.has(id));
    },
  };
};
