import type { Weights } from '#core/domain/route.ts';
import { effectiveWeights, PRESET_WEIGHTS, type PresetName } from '#core/ranking/weights.ts';
import type { BookView } from '#sdk/book-view.ts';
import type { BoardView, Weighing } from '../model/board-view.ts';
import { PART_NAMES, PARTS, type Part } from '../model/words.ts';

const PRESETS = Object.keys(PRESET_WEIGHTS) as PresetName[];

const MEANING: Readonly<Record<Part, string>> = {
  cost: 'fees, gas, slippage, the price of time',
  speed: 'how soon it arrives',
  reliability: 'how often it went well',
  liquidity: 'room above this amount',
};

interface Props {
  readonly view: BoardView;
  readonly book: BookView;
  readonly onWeigh: (weighing: Weighing) => void;
}

/** Presets and four sliders. The book is placed anew here, at once, from the parts that every route carries. */
export const WeightsPanel = ({ view: { weighing }, book, onWeigh }: Props) => {
  const inForce: Weights = typeof weighing === 'string' ? effectiveWeights(PRESET_WEIGHTS[weighing], book.volatility) : weighing;
  const sum = PARTS.reduce((total, part) => total + inForce[part], 0);
  const drag = (part: Part, weight: number) => {
    const next = { cost: 0, speed: 0, reliability: 0, liquidity: 0 };
    for (const each of PARTS) next[each] = Math.round(each === part ? weight : inForce[each]);
    // With nothing to weigh by there is no order: the last slider stops above zero.
    if (PARTS.every((each) => next[each] === 0)) next[part] = 1;
    onWeigh(next);
  };
  return (
    <section className="panel" aria-label="Weights">
      <h2 className="panel-title">What matters to you</h2>
      <fieldset className="presets">
        <legend className="hidden">Presets</legend>
        {PRESETS.map((preset) => (
          <button key={preset} type="button" className="preset" aria-pressed={weighing === preset} onClick={() => onWeigh(preset)}>
            {preset}
          </button>
        ))}
      </fieldset>
      {PARTS.map((part) => (
        <div key={part} className={`weight part-${part}`}>
          <label className="weight-name" htmlFor={`weight-${part}`}>
            {PART_NAMES[part]}
            <span className="weight-meaning">{MEANING[part]}</span>
          </label>
          <output className="weight-share" htmlFor={`weight-${part}`}>
            {Math.round((inForce[part] / (sum || 1)) * 100)} %
          </output>
          <input
            id={`weight-${part}`}
            className="slider"
            type="range"
            min={0}
            max={100}
            value={Math.round(inForce[part])}
            onChange={(event) => drag(part, Number(event.target.value))}
            aria-valuetext={`${Math.round((inForce[part] / (sum || 1)) * 100)} percent`}
            style={{ '--filled': `${Math.round(inForce[part])}%` } as React.CSSProperties}
          />
        </div>
      ))}
      <p className="quiet panel-foot">
        {typeof weighing === 'string' ? 'Ranked by the preset.' : 'Ranked here by your own weights; the link in the address carries them.'}
      </p>
    </section>
  );
};
