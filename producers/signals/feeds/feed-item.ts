/** An entry of an incident feed. */
export interface FeedItem {
  /** The same as long as it is the same incident. */
  readonly id: string;
  readonly title: string;
  /** When it was declared; null when the feed does not say. */
  readonly atMs: number | null;
  /** Whether it is over; null where the feed has no word for that. */
  readonly isOver: boolean | null;
}

/** Entries looked at of one feed, newest first as feeds have them. */
export const ITEMS_MAX = 100;
/** Ids and titles are cut to this. */
export const TEXT_MAX = 300;

/** A time in any of the ways that feeds write it, epoch ms; null when it is none. */
export const feedTime = (text: string): number | null => {
  const ms = Date.parse(text);
  return Number.isFinite(ms) ? ms : null;
};
