import type { HttpPort } from '#bridges/_kit/network-port.ts';
import { err, type Result } from '#core/result.ts';
import type { FeedItem } from './feed-item.ts';
import { readStatusPage } from './read-status-page.ts';
import { readXmlFeed } from './read-xml-feed.ts';

/** The largest feed read; those of busy status pages are some 200 KB. */
export const FEED_BYTES_MAX = 1024 * 1024;

const ACCEPT = 'application/json, application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9';
const BYTE_ORDER_MARK = '\uFEFF';

/** What a feed tells now, or in words why it cannot be read. `http` is to read FEED_BYTES_MAX at most. */
export const fetchFeed = async (deps: {
  http: HttpPort;
  url: string;
  signal: AbortSignal;
}): Promise<Result<readonly FeedItem[], string>> => {
  const outcome = await deps.http.request({ url: deps.url, headers: { accept: ACCEPT }, signal: deps.signal });
  if (outcome.kind === 'timeout') return err('no answer in time');
  if (outcome.kind !== 'response') return err(outcome.detail);
  if (outcome.status >= 300) return err(`HTTP ${outcome.status}`);
  const text = (outcome.body.startsWith(BYTE_ORDER_MARK) ? outcome.body.slice(1) : outcome.body).trimStart();
  if (text.startsWith('{')) return readStatusPage(text);
  if (/^<(!doctype\s+)?html/i.test(text)) return err('a web page, not a feed');
  return text.startsWith('<') ? readXmlFeed(text) : err('neither JSON nor XML');
};
