import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { type BoardView, writeHash } from './board-view.ts';
import type { World } from './corridor-map.ts';
import { resolveLink } from './resolve-link.ts';

const listenToHash = (listener: () => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

const tellHash = () => dispatchEvent(new HashChangeEvent('hashchange'));

export interface ShownView {
  readonly view: BoardView;
  readonly show: (next: BoardView) => void;
  /** What the link asked for and nobody knows, for as long as what is shown in its place is looked at. */
  readonly unknown: string | undefined;
}

/** What is looked at. It lives in the address, so that a view can be shared and "back" works. */
export const useBoardView = (world: World): ShownView => {
  const hash = useSyncExternalStore(listenToHash, () => location.hash);
  const { view, unknown } = useMemo(() => resolveLink(world, hash), [world, hash]);
  const [replaced, setReplaced] = useState<{ readonly by: string; readonly asked: string }>();

  // The address says what is shown and nothing else: who shares it shares this.
  useEffect(() => {
    if (unknown === undefined) return;
    const target = writeHash(view);
    setReplaced({ by: target, asked: unknown });
    history.replaceState(null, '', target);
    tellHash();
  }, [view, unknown]);

  const show = useCallback(
    (next: BoardView) => {
      const target = writeHash(next);
      if (target === location.hash) return;
      const isSameBook = next.from === view.from && next.to === view.to && next.amountIn === view.amountIn;
      // Dragging a weight must not fill the history with steps.
      if (isSameBook) history.replaceState(null, '', target);
      else history.pushState(null, '', target);
      tellHash();
    },
    [view],
  );
  return { view, show, unknown: unknown ?? (replaced?.by === hash ? replaced.asked : undefined) };
};
