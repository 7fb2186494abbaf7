import type { BookJson } from '#schemas/api/book.ts';
import type { Preset } from '#schemas/api/primitives.ts';
import { textFrame } from '../text-frame.ts';
import { snapshotOf, type View, viewOf } from './view.ts';
import { deltaBetween } from './view-delta.ts';

/** The view of one preset and depth of a book, and its frames: each made once, its bytes shared by every subscriber. */
export interface SharedFrames {
  view(): View;
  /** The book has a new version; what was made for the last one is let go. */
  advance(book: BookJson): void;
  snapshot(): Buffer;
  /** From the view that a subscriber was last sent to the present one. */
  delta(from: View): Buffer;
}

export const createSharedFrames = (first: BookJson, shape: { preset: Preset; depth: number }): SharedFrames => {
  let view = viewOf(first, shape);
  let snapshot: Buffer | undefined;
  // One a from-version that some subscriber still stands at; emptied with each version.
  let deltas = new Map<View, Buffer>();

  return {
    view: () => view,
    advance: (book) => {
      view = viewOf(book, shape);
      snapshot = undefined;
      if (deltas.size > 0) deltas = new Map();
    },
    snapshot: () => {
      snapshot ??= textFrame(snapshotOf(view));
      return snapshot;
    },
    delta: (from) => {
      let frame = deltas.get(from);
      if (frame === undefined) {
        frame = textFrame(deltaBetween(from, view));
        deltas.set(from, frame);
      }
      return frame;
    },
  };
};
