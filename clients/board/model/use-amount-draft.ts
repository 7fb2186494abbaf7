import { useCallback, useEffect, useMemo, useState } from 'react';
import { ok, type Result } from '#core/result.ts';
import type { BoardView } from './board-view.ts';
import type { World } from './corridor-map.ts';
import { plainAmount } from './format-amount.ts';
import { type AmountFault, loneCommaOf, readAmount } from './read-amount.ts';

/** The amount as it stands in its field. */
export interface AmountDraft {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly amount: Result<bigint, AmountFault>;
  /** The book that is shown is of this amount. */
  readonly isShown: boolean;
}

/** A typed amount makes a book of its own on the server, so it is asked for when the typing rests. */
const REST_MS = 500;

const LONE_COMMA = loneCommaOf(navigator.language);

/** What is typed, until another amount is looked at. A draft that is an amount becomes the view's; any other leaves the view as it was. */
export const useAmountDraft = (world: World, view: BoardView, show: (view: BoardView) => void): AmountDraft => {
  const { from, amountIn } = view;
  const decimals = world.assets.get(from)?.decimals ?? 0;
  const shown = useMemo(() => ({ from, amountIn, text: plainAmount(BigInt(amountIn), decimals) }), [from, amountIn, decimals]);
  const [draft, setDraft] = useState({ of: shown, text: shown.text });
  const text = draft.of === shown ? draft.text : shown.text;
  const setText = useCallback((next: string) => setDraft({ of: shown, text: next }), [shown]);
  const amount = useMemo(
    () => (text === shown.text ? ok(BigInt(shown.amountIn)) : readAmount(text, decimals, LONE_COMMA)),
    [text, shown, decimals],
  );
  const typed = amount.ok ? amount.value.toString() : undefined;

  useEffect(() => {
    if (typed === undefined || typed === view.amountIn) return undefined;
    const timer = setTimeout(() => show({ ...view, amountIn: typed }), REST_MS);
    return () => clearTimeout(timer);
  }, [typed, view, show]);

  return { text, setText, amount, isShown: typed === amountIn };
};
