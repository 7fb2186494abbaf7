import { z } from 'zod';
import type { HttpPort } from '#bridges/_kit/network-port.ts';
import type { Channel } from '#core/alerts/channel.ts';
import type { Severity } from '#core/alerts/rules.ts';
import { err, ok } from '#core/result.ts';
import { vendorAnswer } from './vendor-answer.ts';

const IMPACT: Readonly<Record<Severity, string>> = { critical: 'critical', high: 'major', medium: 'minor', info: 'none' };

const created = z.object({ id: z.string().min(1) });

const idIn = (body: string): string | undefined => {
  try {
    return created.parse(JSON.parse(body)).id;
  } catch {
    return undefined;
  }
};

/**
 * Statuspage's incidents (developer.statuspage.io): one is created when it begins and set to `resolved` by its id when it is over. It has no
 * key of ours, so a creation whose answer was lost stands there twice; the second is the one that is resolved.
 */
export const createStatuspage = (deps: { http: HttpPort; url: string; apiKey: string; pageId: string; now: () => number }): Channel => {
  const incidents = `${deps.url}/v1/pages/${encodeURIComponent(deps.pageId)}/incidents`;
  const headers = { 'content-type': 'application/json', authorization: `OAuth ${deps.apiKey}` };
  return {
    name: 'statuspage',
    tell: async ({ told, incident }, signal) => {
      const known = incident.deliveries.statuspage?.reference ?? null;
      const opens = told === 'open' || known === null;
      const status = told === 'open' ? 'investigating' : 'resolved';
      const change = {
        status,
        body: told === 'open' ? incident.summary : 'This is over.',
        ...(opens
          ? { name: incident.summary, impact_override: IMPACT[incident.severity], metadata: { routebook: { id: incident.id } } }
          : {}),
      };
      const outcome = await deps.http.request({
        url: opens ? incidents : `${incidents}/${encodeURIComponent(known)}`,
        method: opens ? 'POST' : 'PATCH',
        headers,
        body: JSON.stringify({ incident: change }),
        signal,
      });
      const answer = vendorAnswer('Statuspage', outcome, deps.now());
      if (!answer.ok) return answer;
      const id = idIn(answer.value);
      return id === undefined ? err({ detail: 'Statuspage named no incident', retryAfterMs: null }) : ok(id);
    },
  };
};
