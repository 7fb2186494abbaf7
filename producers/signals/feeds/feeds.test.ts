import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHttpClient } from '#platform/http/http-client.ts';
import { FEED_BYTES_MAX, fetchFeed } from './fetch-feed.ts';
import { createIncidentDesk } from './incident-desk.ts';
import { readStatusPage } from './read-status-page.ts';
import { readXmlFeed } from './read-xml-feed.ts';

const AT_MS = Date.UTC(2026, 10, 20, 12);
const HOUR_MS = 3_600_000;
const at = (ms: number) => new Date(ms).toUTCString();

const rss = (items: string) => `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>${items}</channel></rss>`;
const item = (title: string, ms = AT_MS, description = 'what happened', guid = title) =>
  `<item><title>${title}</title><guid>${guid}</guid><pubDate>${at(ms)}</pubDate><description><![CDATA[<p>${description}</p>]]></description></item>`;

describe('an incident feed is read whatever its kind', () => {
  test('RSS: an entry whose latest word is that it is over, is over', () => {
    const text = rss(
      item('Stargate - Rekt &amp; drained') +
        item('Across Protocol', AT_MS, '<small>Nov 20</small> <strong>Resolved</strong> - all is well'),
    );
    expect(readXmlFeed(text)).toEqual({
      ok: true,
      value: [
        { id: 'Stargate - Rekt & drained', title: 'Stargate - Rekt & drained', atMs: AT_MS, isOver: null },
        { id: 'Across Protocol', title: 'Across Protocol', atMs: AT_MS, isOver: true },
      ],
    });
  });

  test('Atom', () => {
    const entry = `<entry><id>tag:1</id><title>Delays</title><published>2026-11-20T12:00:00Z</published><content type="html">Investigating</content></entry>`;
    expect(readXmlFeed(`<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>${entry}</feed>`)).toEqual({
      ok: true,
      value: [{ id: 'tag:1', title: 'Delays', atMs: AT_MS, isOver: null }],
    });
  });

  test('a status page’s JSON; announced work is no incident', () => {
    const one = (id: string, status: string, impact: string) => ({ id, name: id, status, impact, created_at: '2026-11-20T12:00:00Z' });
    const incidents = [one('a', 'investigating', 'major'), one('b', 'resolved', 'minor'), one('c', 'scheduled', 'maintenance')];
    expect(readStatusPage(JSON.stringify({ page: {}, incidents }))).toEqual({
      ok: true,
      value: [
        { id: 'a', title: 'a', atMs: AT_MS, isOver: false },
        { id: 'b', title: 'b', atMs: AT_MS, isOver: true },
      ],
    });
  });

  test.each([
    ['entities that swell', `<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>${rss(item('&b;'))}`],
    ['what breaks off', rss(item('x')).slice(0, -20)],
    ['XML of another kind', '<note>hi</note>'],
    ['nothing', ''],
  ])('%s is refused in words', (_what, text) => {
    expect(readXmlFeed(text)).toEqual({ ok: false, error: expect.stringMatching(/.{10,}/) });
  });

  test('JSON of another kind is refused in words', () => {
    expect(readStatusPage('{"incidents":')).toMatchObject({ ok: false, error: 'broken JSON' });
    expect(readStatusPage('{"incidents":[{"id":1}]}')).toMatchObject({ ok: false });
  });
});

describe('over a real connection', () => {
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    if (request.url === '/flood') {
      const page = Buffer.alloc(64 * 1024, '<p>welcome</p>');
      let left = 160;
      const pour = () => {
        while (left > 0 && response.write(page)) left -= 1;
        if (left > 0) response.once('drain', pour);
        else response.end();
      };
      response.writeHead(200, { 'content-type': 'text/html' });
      pour();
      return;
    }
    if (request.url === '/page') response.end('<!doctype html><html><body>Welcome</body></html>');
    else if (request.url === '/feed') response.end(`\uFEFF${rss(item('fine'))}`);
    else response.writeHead(503).end();
  });
  let base = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const read = (path: string) =>
    fetchFeed({ http: createHttpClient({ bodyBytesMax: FEED_BYTES_MAX }), url: `${base}${path}`, signal: AbortSignal.timeout(5_000) });

  test('10 MB of HTML are not read to their end', async () => {
    expect(await read('/flood')).toEqual({ ok: false, error: `a body of more than ${FEED_BYTES_MAX} bytes` });
  });

  test('a web page, an error and a feed are told apart', async () => {
    expect(await read('/page')).toEqual({ ok: false, error: 'a web page, not a feed' });
    expect(await read('/gone')).toEqual({ ok: false, error: 'HTTP 503' });
    expect(await read('/feed')).toMatchObject({ ok: true, value: [{ id: 'fine' }] });
  });
});

describe('what feeds list again and again is told once', () => {
  const bridges = [
    { id: 'across', names: ['Across Protocol'] },
    { id: 'stargate', names: ['Stargate'] },
  ];
  const page = { bridge: 'across', url: 'https://status.example/api/v2/incidents.json' };
  const news = { bridge: '*', url: 'https://news.example/rss.xml' };
  const entry = (isOver: boolean | null, atMs: number | null = AT_MS, title = 'Delays') => ({ id: 'i1', title, atMs, isOver });

  test('when it is declared, when it is over, and now and then while it stands', () => {
    const desk = createIncidentDesk(bridges);
    expect(desk(page, [entry(false)], AT_MS)).toEqual([
      { kind: 'incident', bridge: 'across', ok: false, reference: 'status.example i1', detail: 'Delays' },
    ]);
    expect(desk(page, [entry(false)], AT_MS + 1_000)).toEqual([]);
    expect(desk(page, [entry(false)], AT_MS + HOUR_MS)).toMatchObject([{ ok: false }]);
    expect(desk(page, [entry(true)], AT_MS + 2 * HOUR_MS)).toMatchObject([{ ok: true, reference: 'status.example i1' }]);
    expect(desk(page, [entry(true)], AT_MS + 3 * HOUR_MS)).toEqual([]);
  });

  test('what was over long before we began is told nobody', () => {
    expect(createIncidentDesk(bridges)(page, [entry(true)], AT_MS + 72 * HOUR_MS)).toEqual([]);
  });

  test('news are about those whom they name, for a day; a word is not a name', () => {
    const desk = createIncidentDesk(bridges);
    expect(desk(news, [entry(null, AT_MS, 'Funds moved across chains')], AT_MS)).toEqual([]);
    expect(desk(news, [entry(null, AT_MS, 'Stargate and Across Protocol - Rekt')], AT_MS).map(({ bridge }) => bridge)).toEqual([
      'across',
      'stargate',
    ]);
    expect(desk(news, [entry(null, AT_MS, 'Stargate and Across Protocol - Rekt')], AT_MS + 25 * HOUR_MS)).toMatchObject([
      { ok: true },
      { ok: true },
    ]);
    expect(desk(news, [entry(null, null, 'Stargate in 2022')], AT_MS)).toEqual([]);
  });
});
