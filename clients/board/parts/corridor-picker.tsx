import type { BoardView } from '../model/board-view.ts';
import { closest, openingAmount, rungsOf, slugOf, symbolOf, type World } from '../model/corridor-map.ts';
import { AssetPicker } from './asset-picker.tsx';

interface Props {
  readonly world: World;
  readonly view: BoardView;
  readonly onPick: (view: BoardView) => void;
}

/** From and to, of listed corridors only. A change on one side keeps the other wherever a corridor allows it. */
export const CorridorPicker = ({ world, view, onPick }: Props) => {
  const origins = [...world.corridors.keys()];
  const targetsOf = (from: string) => [...(world.corridors.get(from)?.keys() ?? [])];

  const pick = (from: string, to: string) => {
    const rungs = rungsOf(world, from, to) ?? [];
    const isSameOrigin = from === view.from;
    // An amount means something in its own asset alone; the rung at the same place is worth about the same.
    const place = (rungsOf(world, view.from, view.to) ?? []).indexOf(view.amountIn);
    const amountIn = isSameOrigin ? view.amountIn : (rungs[place] ?? openingAmount(rungs));
    onPick({ ...view, from, to, amountIn });
  };
  const pickFrom = (from: string) => {
    const to = closest(targetsOf(from), { slug: slugOf(view.to), symbol: symbolOf(view.to) });
    if (to !== undefined) pick(from, to);
  };
  const canSwap = rungsOf(world, view.to, view.from) !== undefined;

  return (
    <fieldset className="corridor">
      <legend className="hidden">Corridor</legend>
      <AssetPicker label="From" world={world} assets={origins} chosen={view.from} onPick={pickFrom} />
      <button
        type="button"
        className="icon-button corridor-swap"
        disabled={!canSwap}
        onClick={() => pick(view.to, view.from)}
        aria-label="Swap direction"
        title={canSwap ? 'Swap direction' : 'The way back is not listed'}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M4 8h14m-4-4 4 4-4 4M20 16H6m4 4-4-4 4-4" />
        </svg>
      </button>
      <AssetPicker label="To" world={world} assets={targetsOf(view.from)} chosen={view.to} onPick={(to) => pick(view.from, to)} />
    </fieldset>
  );
};
