import type { BoardView } from '../model/board-view.ts';
import { targetsOf, type World } from '../model/corridor-map.ts';
import { nextCorridor } from '../model/next-corridor.ts';
import { openingAmount, suggestedAmounts } from '../model/suggested-amounts.ts';
import { AssetPicker } from './asset-picker.tsx';

interface Props {
  readonly world: World;
  readonly view: BoardView;
  /** USD a whole unit, where it is known. */
  readonly prices: ReadonlyMap<string, number>;
  readonly onPick: (view: BoardView) => void;
}

/** From and to, of all assets that the API lists: there is no pair whose book may not be asked for. */
export const CorridorPicker = ({ world, view, prices, onPick }: Props) => {
  const amountsOf = (from: string, to: string) => suggestedAmounts(world, from, to, prices.get(from));

  const pick = ({ from, to }: { from: string; to: string }) => {
    const amounts = amountsOf(from, to);
    const isSameOrigin = from === view.from;
    // An amount means something in its own asset alone; the one at the same place is worth about the same.
    const place = amountsOf(view.from, view.to).indexOf(view.amountIn);
    const amountIn = isSameOrigin ? view.amountIn : (amounts[place] ?? openingAmount(amounts));
    onPick({ ...view, from, to, amountIn });
  };

  return (
    <fieldset className="corridor">
      <legend className="hidden">Corridor</legend>
      <AssetPicker
        label="From"
        world={world}
        assets={[...world.assets.keys()]}
        chosen={view.from}
        onPick={(from) => pick(nextCorridor(world, view, from))}
      />
      <button
        type="button"
        className="icon-button corridor-swap"
        onClick={() => pick({ from: view.to, to: view.from })}
        aria-label="Swap direction"
        title="Swap direction"
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M4 8h14m-4-4 4 4-4 4M20 16H6m4 4-4-4 4-4" />
        </svg>
      </button>
      <AssetPicker
        label="To"
        world={world}
        assets={targetsOf(world, view.from)}
        chosen={view.to}
        onPick={(to) => pick({ from: view.from, to })}
      />
    </fieldset>
  );
};
