import type { Sighting } from '../make-signal.ts';
import type { FeedItem } from './feed-item.ts';

/** Where incidents are told of: one bridge's status page, or (`*`) a feed about all of them. */
export interface IncidentFeed {
  readonly bridge: string;
  readonly url: string;
}

/** An entry of a feed that has no word for "over" counts for a day from when it was declared. */
const DAY_MS = 86_400_000;
/** What still stands is said again this often: whoever begins to listen shall know of it. */
const REPEAT_MS = 600_000;
/** Incidents remembered; feeds list their last fifty or so. The longest unheard of goes first. */
const KNOWN_MAX = 2_000;

interface Said {
  readonly stands: boolean;
  readonly atMs: number;
}

/** A feed that says neither when nor whether it is over tells history, not news. */
const stands = ({ isOver, atMs }: FeedItem, nowMs: number): boolean => (isOver === null ? atMs !== null && atMs > nowMs - DAY_MS : !isOver);

/** Turns what feeds list, again and again, into words on incidents: one when it is declared, one when it is over. */
export const createIncidentDesk = (bridges: readonly { readonly id: string; readonly names: readonly string[] }[]) => {
  const known = new Map<string, Said>();

  const remember = (key: string, said: Said) => {
    known.delete(key);
    known.set(key, said);
    const [oldest] = known.keys();
    if (known.size > KNOWN_MAX && oldest !== undefined) known.delete(oldest);
  };

  const wordOn = (bridge: string, feed: IncidentFeed, item: FeedItem, nowMs: number): readonly Sighting[] => {
    const reference = `${URL.parse(feed.url)?.host ?? 'feed'} ${item.id}`;
    const key = `${bridge} ${reference}`;
    const before = known.get(key);
    const now = stands(item, nowMs);
    const isNews = now ? before?.stands !== true || nowMs - before.atMs >= REPEAT_MS : before?.stands !== false;
    // What was over before we began concerns nobody, unless it may have ended while we were away.
    const isHistory = !now && before === undefined && (item.atMs === null || item.atMs < nowMs - 2 * DAY_MS);
    if (!isNews || isHistory) return [];
    remember(key, { stands: now, atMs: nowMs });
    return [{ kind: 'incident', bridge, ok: !now, reference, detail: item.title }];
  };

  /** Whom an entry is about. */
  const concerned = (feed: IncidentFeed, { title }: FeedItem): readonly string[] =>
    feed.bridge === '*' ? bridges.filter(({ names }) => names.some((name) => title.includes(name))).map(({ id }) => id) : [feed.bridge];

  return (feed: IncidentFeed, items: readonly FeedItem[], nowMs: number): readonly Sighting[] =>
    items.flatMap((item) => concerned(feed, item).flatMap((bridge) => wordOn(bridge, feed, item, nowMs)));
};
