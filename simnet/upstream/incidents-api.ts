import { BRIDGES } from '#bridges/registry.ts';
import type { Incident } from '../control/incident-board.ts';
import { type Answer, json } from './answer.ts';

/** Answers a GET of the status pages and the news, below their base. */
export type IncidentsApi = (path: string) => Answer;

const timestamp = (ms: number): string => new Date(ms).toISOString();
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const nameOf = (bridge: string): string => BRIDGES.find(({ manifest }) => manifest.id === bridge)?.manifest.health?.names[0] ?? bridge;

/** As GET /api/v2/incidents.json of Atlassian Statuspage. */
const statusPage = (bridge: string, incidents: readonly Incident[]): Answer =>
  json({
    page: { id: bridge, name: nameOf(bridge), url: '', time_zone: 'Etc/UTC', updated_at: timestamp(incidents[0]?.declaredMs ?? 0) },
    incidents: incidents.map(({ id, title, impact, declaredMs, resolvedMs }) => ({
      id,
      name: title,
      status: resolvedMs === null ? 'investigating' : 'resolved',
      impact,
      created_at: timestamp(declaredMs),
      updated_at: timestamp(resolvedMs ?? declaredMs),
      resolved_at: resolvedMs === null ? null : timestamp(resolvedMs),
    })),
  });

/** RSS 2.0, as news sites have it. */
const news = (incidents: readonly Incident[]): Answer => {
  const items = incidents.map(({ id, bridge, title, declaredMs, resolvedMs }) => {
    const description = resolvedMs === null ? title : `Resolved: ${title}`;
    return `<item><title>${escaped(`${nameOf(bridge)} - Rekt: ${title}`)}</title><guid isPermaLink="false">${id}</guid><pubDate>${new Date(declaredMs).toUTCString()}</pubDate><description>${escaped(description)}</description></item>`;
  });
  const body = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>News</title><link>http://localhost</link><description>Incidents of all bridges</description>${items.join('')}</channel></rss>`;
  return { status: 200, headers: { 'content-type': 'application/rss+xml' }, body };
};

export const createIncidentsApi = (list: () => readonly Incident[]): IncidentsApi => {
  return (path) => {
    const bridge = /^\/([a-z0-9-]+)\/api\/v2\/incidents\.json$/.exec(path)?.[1];
    if (bridge !== undefined) {
      return statusPage(
        bridge,
        list().filter((one) => one.feed === 'status-page' && one.bridge === bridge),
      );
    }
    if (path === '/news.xml') return news(list().filter(({ feed }) => feed === 'news'));
    return { status: 404, headers: { 'content-type': 'text/html' }, body: '<!DOCTYPE html><html><body>Not found</body></html>' };
  };
};
