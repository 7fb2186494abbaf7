import type { Preset } from '#schemas/api/primitives.ts';
import type { BookCache, FollowedBook } from '../../books/book-cache.ts';
import type { FrameTraces } from '../../books/frame-traces.ts';
import type { HeldBook } from '../../books/held-book.ts';
import type { Interest } from '../../books/interest.ts';
import { createSharedFrames, type SharedFrames } from '../view/shared-frames.ts';

/** Subscribers of one book, preset and depth: they hold the same view and are written the same bytes. */
export interface RoutesGroup {
  readonly frames: SharedFrames;
  readonly shape: { readonly preset: Preset; readonly depth: number };
  readonly subscribers: Set<Offerable>;
  readonly book: FollowedBook;
  /** Joining and joined subscribers; the group ends with the last of them. */
  members: number;
}

export interface Offerable {
  /** The book has a new version. */
  offer(): void;
}

/** The followed books of the channel `routes`: each followed once, however many subscribe. */
export interface RoutesBooks {
  join(key: string, shape: RoutesGroup['shape']): Promise<{ group: RoutesGroup; leave: (subscriber: Offerable) => void }>;
}

interface OpenBook {
  readonly groups: Map<string, RoutesGroup>;
  readonly followed: Promise<FollowedBook>;
  /** Joining and joined subscribers; the book is let go with the last of them. */
  users: number;
  readonly loseInterest: () => void;
}

const nameOf = ({ preset, depth }: RoutesGroup['shape']): string => `${preset} ${depth}`;

export const createRoutesBooks = (deps: { books: BookCache; interest: Interest; traces: FrameTraces }): RoutesBooks => {
  const { books, interest, traces } = deps;
  const open = new Map<string, OpenBook>();

  const advance = (groups: OpenBook['groups'], { json }: HeldBook) => {
    traces.framesOf(json.key, json.version);
    for (const { frames, subscribers } of groups.values()) {
      frames.advance(json);
      for (const subscriber of subscribers) subscriber.offer();
    }
  };

  const openBook = (key: string): OpenBook => {
    const known = open.get(key);
    if (known !== undefined) return known;
    const groups: OpenBook['groups'] = new Map();
    const opened: OpenBook = {
      groups,
      followed: books.follow(key, (book) => advance(groups, book)),
      users: 0,
      loseInterest: interest.hold(key),
    };
    open.set(key, opened);
    return opened;
  };

  const letGo = (key: string, opened: OpenBook) => {
    opened.users -= 1;
    if (opened.users > 0) return;
    open.delete(key);
    opened.loseInterest();
    opened.followed.then(
      (followed) => followed.release(),
      () => undefined,
    );
  };

  const groupOf = (opened: OpenBook, book: FollowedBook, shape: RoutesGroup['shape']): RoutesGroup => {
    const name = nameOf(shape);
    const known = opened.groups.get(name);
    if (known !== undefined) return known;
    const group: RoutesGroup = { frames: createSharedFrames(book.current().json, shape), shape, subscribers: new Set(), book, members: 0 };
    opened.groups.set(name, group);
    return group;
  };

  return {
    join: async (key, shape) => {
      const opened = openBook(key);
      opened.users += 1;
      try {
        const group = groupOf(opened, await opened.followed, shape);
        group.members += 1;
        return {
          group,
          leave: (subscriber) => {
            group.subscribers.delete(subscriber);
            group.members -= 1;
            if (group.members === 0) opened.groups.delete(nameOf(shape));
            letGo(key, opened);
          },
        };
      } catch (error) {
        letGo(key, opened);
        throw error;
      }
    },
  };
};
