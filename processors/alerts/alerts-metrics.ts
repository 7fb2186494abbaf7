import { Counter, Gauge } from 'prom-client';
import type { Incident } from '#core/alerts/incident.ts';
import { SEVERITIES } from '#core/alerts/rules.ts';
import type { Metrics } from '#platform/telemetry/metrics.ts';

export interface AlertsMetrics {
  told(channel: string, what: 'open' | 'resolved', arrived: boolean): void;
  underWay(incidents: readonly Incident[]): void;
}

/** What operators see of the alerts themselves. */
export const createAlertsMetrics = (metrics: Metrics): AlertsMetrics => {
  const registers = [metrics];
  const notices = new Counter({
    name: 'routebook_alerts_notices_total',
    help: 'Notices sent, by channel and by whether they arrived',
    labelNames: ['channel', 'told', 'arrived'],
    registers,
  });
  const incidents = new Gauge({
    name: 'routebook_alerts_open_incidents',
    help: 'Incidents that somebody was or is to be told of and that are not over',
    labelNames: ['severity'],
    registers,
  });
  return {
    told: (channel, told, arrived) => notices.labels(channel, told, String(arrived)).inc(),
    underWay: (list) => {
      for (const severity of SEVERITIES) {
        const open = list.filter((one) => one.severity === severity && (one.state === 'open' || one.state === 'clearing'));
        incidents.labels(severity).set(open.length);
      }
    },
  };
};
