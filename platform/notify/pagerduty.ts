import type { HttpPort } from '#bridges/_kit/network-port.ts';
import { type Channel, headline } from '#core/alerts/channel.ts';
import type { Severity } from '#core/alerts/rules.ts';
import { ok } from '#core/result.ts';
import { vendorAnswer } from './vendor-answer.ts';

/** PagerDuty has four words of its own. */
const SEVERITY: Readonly<Record<Severity, string>> = { critical: 'critical', high: 'error', medium: 'warning', info: 'info' };

/** Its summaries end here. */
const SUMMARY_MAX = 1_024;

/**
 * PagerDuty's Events API v2 (developer.pagerduty.com, "Send an alert event"): `trigger` and `resolve` under one `dedup_key`, so that a
 * notice sent twice is one alert.
 */
export const createPagerDuty = (deps: { http: HttpPort; url: string; routingKey: string; now: () => number }): Channel => ({
  name: 'pagerduty',
  tell: async (notice, signal) => {
    const { told, incident } = notice;
    const payload = {
      summary: headline(notice).slice(0, SUMMARY_MAX),
      source: `routebook/${incident.subject}`,
      severity: SEVERITY[incident.severity],
      timestamp: new Date(incident.startedAtMs).toISOString(),
      class: incident.rule,
    };
    const event = { routing_key: deps.routingKey, event_action: told === 'open' ? 'trigger' : 'resolve', dedup_key: incident.id, payload };
    const headers = { 'content-type': 'application/json' };
    const outcome = await deps.http.request({
      url: `${deps.url}/v2/enqueue`,
      method: 'POST',
      headers,
      body: JSON.stringify(event),
      signal,
    });
    const answer = vendorAnswer('PagerDuty', outcome, deps.now());
    return answer.ok ? ok(incident.id) : answer;
  },
});
