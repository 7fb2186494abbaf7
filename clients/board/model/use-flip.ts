import { type RefObject, useLayoutEffect, useRef } from 'react';

const MOVE_MS = 420;
const EASING = 'cubic-bezier(0.22, 1, 0.36, 1)';

/**
 * Makes rows glide to their new places: each child with a `data-flip` id is drawn where it was and moves to where it is now. Only
 * transforms are animated, so nothing around it jumps. A reader who asked for less motion sees the new order at once.
 */
export const useFlip = (list: RefObject<HTMLElement | null>): void => {
  const places = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    const before = places.current;
    const after = new Map<string, number>();
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    for (const row of list.current?.querySelectorAll<HTMLElement>('[data-flip]') ?? []) {
      const id = row.dataset.flip ?? '';
      after.set(id, row.offsetTop);
      const was = before.get(id);
      if (isStill) continue;
      if (was === undefined) row.animate([{ opacity: 0 }, { opacity: 1 }], { duration: MOVE_MS, easing: EASING });
      else if (was !== row.offsetTop) {
        const up = was > row.offsetTop;
        row.style.zIndex = up ? '1' : '0';
        row.animate([{ transform: `translateY(${was - row.offsetTop}px)` }, { transform: 'none' }], { duration: MOVE_MS, easing: EASING });
      }
    }
    places.current = after;
  });
};
