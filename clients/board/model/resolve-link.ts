import { type BoardView, readHash } from './board-view.ts';
import { isKnownCorridor, openingCorridor, type World } from './corridor-map.ts';
import { openingAmount, suggestedAmounts } from './suggested-amounts.ts';

export interface ResolvedLink {
  readonly view: BoardView;
  /** What the link asks for, as it was written, where the API knows no such book; undefined where the view is what was asked for. */
  readonly unknown: string | undefined;
}

/** A link may be anything; a sentence shows so much of it. */
const SHOWN_MAX = 80;

const askedFor = (hash: string): string => hash.replace(/^#\/?/, '').split('?')[0]?.slice(0, SHOWN_MAX) ?? '';

/** What a link asks for, where the API knows both assets; else what the board opens with. */
export const resolveLink = (world: World, hash: string): ResolvedLink => {
  const { from = '', to = '', amountIn, weighing = 'best' } = readHash(hash);
  const asked = askedFor(hash);
  const isKnown = isKnownCorridor(world, from, to);
  const corridor = isKnown ? { from, to } : openingCorridor(world);
  const opening = openingAmount(suggestedAmounts(world, corridor.from, corridor.to, undefined));
  const isAmountUnread = amountIn === undefined && (asked.split('/')[2] ?? '') !== '';
  return {
    view: { ...corridor, weighing, amountIn: isKnown && amountIn !== undefined ? amountIn : opening },
    unknown: asked === '' || (isKnown && !isAmountUnread) ? undefined : asked,
  };
};
