import { toUsd } from '#core/domain/amount.ts';
import { amountFaultInWords } from '../model/amount-words.ts';
import type { BoardView } from '../model/board-view.ts';
import { symbolOf, type World } from '../model/corridor-map.ts';
import { formatAmountShort, plainAmount } from '../model/format-amount.ts';
import { formatUsd, roundUsd } from '../model/format-usd.ts';
import { suggestedAmounts } from '../model/suggested-amounts.ts';
import type { AmountDraft } from '../model/use-amount-draft.ts';

interface Props {
  readonly world: World;
  readonly view: BoardView;
  readonly draft: AmountDraft;
  /** USD a whole unit of the from-asset, where it is known. */
  readonly priceUsd: number | undefined;
  readonly onPick: (view: BoardView) => void;
}

/** The amount, typed or by one of those that are suggested, and what it is worth. */
export const AmountPicker = ({ world, view, draft, priceUsd, onPick }: Props) => {
  const decimals = world.assets.get(view.from)?.decimals ?? 0;
  const symbol = symbolOf(view.from);
  const { text, amount } = draft;
  const rungs = suggestedAmounts(world, view.from, view.to, priceUsd);
  const worth = (base: bigint, inWords: (usd: number) => string, unknown: string) =>
    priceUsd === undefined ? unknown : inWords(toUsd(base, decimals, priceUsd));
  const pick = (rung: string) => {
    draft.setText(plainAmount(BigInt(rung), decimals));
    onPick({ ...view, amountIn: rung });
  };

  return (
    <div className="amount">
      <label className="label" htmlFor="amount">
        Amount
      </label>
      <div className="amount-field">
        <input
          id="amount"
          className="amount-input"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => draft.setText(event.target.value)}
          aria-invalid={!amount.ok}
          aria-describedby="amount-says"
        />
        <span className="amount-symbol">{symbol}</span>
      </div>
      <p id="amount-says" className={amount.ok ? 'amount-says' : 'amount-says amount-wrong'}>
        {amount.ok ? worth(amount.value, formatUsd, ' ') : amountFaultInWords(amount.error, { text, decimals })}
      </p>
      <fieldset className="rungs">
        <legend className="hidden">Quick amounts</legend>
        {rungs.map((rung) => (
          <button
            key={rung}
            type="button"
            className="chip"
            aria-pressed={draft.isShown && rung === view.amountIn}
            onClick={() => pick(rung)}
          >
            {formatAmountShort(BigInt(rung), decimals)}
            <span className="chip-worth">{worth(BigInt(rung), roundUsd, '…')}</span>
          </button>
        ))}
      </fieldset>
    </div>
  );
};
