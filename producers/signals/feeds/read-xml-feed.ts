import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { err, ok, type Result } from '#core/result.ts';
import { type FeedItem, feedTime, ITEMS_MAX, TEXT_MAX } from './feed-item.ts';

/** Status pages write their latest word first. */
const LATEST_WORD_LENGTH = 80;
const OVER = /\b(resolved|completed|postmortem)\b/i;

const children = (parent: XmlElement, name: string): readonly XmlElement[] =>
  parent.children.filter((child): child is XmlElement => child instanceof XmlElement && child.name === name);

const textOf = (parent: XmlElement, ...names: readonly string[]): string => {
  for (const name of names) {
    const [found] = children(parent, name);
    if (found !== undefined) return found.text.trim();
  }
  return '';
};

const itemOf = (entry: XmlElement): readonly FeedItem[] => {
  const title = textOf(entry, 'title').slice(0, TEXT_MAX);
  const [link] = children(entry, 'link');
  const id = textOf(entry, 'guid', 'id') || (link?.attributes.href ?? '') || textOf(entry, 'link') || title;
  if (id === '') return [];
  const said = textOf(entry, 'description', 'content', 'summary')
    .replace(/<[^>]*>/g, ' ')
    .trim();
  const isOver = OVER.test(said.slice(0, LATEST_WORD_LENGTH)) ? true : null;
  return [{ id: id.slice(0, TEXT_MAX), title, atMs: feedTime(textOf(entry, 'pubDate', 'published', 'updated')), isOver }];
};

/** The elements that are entries; undefined for XML that is no feed. */
const entriesOf = (root: XmlElement): readonly XmlElement[] | undefined => {
  if (root.name === 'feed') return children(root, 'entry');
  const [channel] = root.name === 'rss' ? children(root, 'channel') : [];
  return channel && children(channel, 'item');
};

/** The entries of an RSS 2.0 or Atom feed, or in words why it is neither. Entities beyond XML's own five are refused, so nothing can swell. */
export const readXmlFeed = (text: string): Result<readonly FeedItem[], string> => {
  let root: XmlElement | null;
  try {
    root = parseXml(text).root;
  } catch (error) {
    const [what = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return err(`broken XML: ${what}`);
  }
  const entries = root === null ? undefined : entriesOf(root);
  if (entries === undefined) return err(`XML that is neither RSS nor Atom: <${root?.name ?? ''}>`);
  return ok(entries.slice(0, ITEMS_MAX).flatMap(itemOf));
};
