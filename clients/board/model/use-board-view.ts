import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { type BoardView, readHash, writeHash } from './board-view.ts';
import { openingAmount, openingCorridor, rungsOf, type World } from './corridor-map.ts';

const listenToHash = (listener: () => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

/** What the link asks for, where the API lists it; else what the board opens with. */
const resolve = (world: World, hash: string): BoardView => {
  const wanted = readHash(hash);
  const weighing = wanted.weighing ?? 'best';
  const { from = '', to = '' } = wanted;
  const listed = rungsOf(world, from, to);
  if (listed !== undefined) return { from, to, weighing, amountIn: wanted.amountIn ?? openingAmount(listed) };
  const opening = openingCorridor(world) ?? { from: '', to: '' };
  return { ...opening, weighing, amountIn: openingAmount(rungsOf(world, opening.from, opening.to) ?? []) };
};

/** What is looked at. It lives in the address, so that a view can be shared and "back" works. */
export const useBoardView = (world: World): readonly [BoardView, (next: BoardView) => void] => {
  const hash = useSyncExternalStore(listenToHash, () => location.hash);
  const view = useMemo(() => resolve(world, hash), [world, hash]);
  const show = useCallback(
    (next: BoardView) => {
      const target = writeHash(next);
      if (target === location.hash) return;
      const isSameBook = next.from === view.from && next.to === view.to && next.amountIn === view.amountIn;
      // Dragging a weight must not fill the history with steps.
      if (isSameBook) history.replaceState(null, '', target);
      else history.pushState(null, '', target);
      dispatchEvent(new HashChangeEvent('hashchange'));
    },
    [view],
  );
  return [view, show];
};
