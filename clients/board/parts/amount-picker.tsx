import { useEffect, useState } from 'react';
import { toUsd } from '#core/domain/amount.ts';
import type { BoardView } from '../model/board-view.ts';
import { rungsOf, symbolOf, type World } from '../model/corridor-map.ts';
import { formatAmountShort, readAmount } from '../model/format-amount.ts';
import { formatUsd, roundUsd } from '../model/format-usd.ts';

interface Props {
  readonly world: World;
  readonly view: BoardView;
  /** USD a whole unit of the from-asset, where it is known. */
  readonly priceUsd: number | undefined;
  readonly onPick: (view: BoardView) => void;
}

/** A typed amount makes a book of its own on the server, so it is asked for when the typing rests. */
const REST_MS = 500;

/** The amount, typed or by a rung of the ladder, and what it is worth. */
export const AmountPicker = ({ world, view, priceUsd, onPick }: Props) => {
  const decimals = world.assets.get(view.from)?.decimals ?? 0;
  const symbol = symbolOf(view.from);
  const chosen = formatAmountShort(BigInt(view.amountIn), decimals);
  const [draft, setDraft] = useState(chosen);
  const amount = readAmount(draft, decimals);
  useEffect(() => setDraft(chosen), [chosen]);
  useEffect(() => {
    if (amount === undefined || amount.toString() === view.amountIn) return undefined;
    const timer = setTimeout(() => onPick({ ...view, amountIn: amount.toString() }), REST_MS);
    return () => clearTimeout(timer);
  }, [amount, view, onPick]);

  const rungs = rungsOf(world, view.from, view.to) ?? [];
  const isWrong = amount === undefined;
  const says = isWrong
    ? `An amount of ${symbol}, above zero, at most ${decimals} decimals`
    : priceUsd === undefined
      ? ' '
      : formatUsd(toUsd(amount, decimals, priceUsd));

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
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          aria-invalid={isWrong}
          aria-describedby="amount-says"
        />
        <span className="amount-symbol">{symbol}</span>
      </div>
      <p id="amount-says" className={isWrong ? 'amount-says amount-wrong' : 'amount-says'}>
        {says}
      </p>
      <fieldset className="rungs">
        <legend className="hidden">Quick amounts</legend>
        {rungs.map((rung) => (
          <button
            key={rung}
            type="button"
            className="chip"
            aria-pressed={rung === view.amountIn}
            onClick={() => onPick({ ...view, amountIn: rung })}
          >
            {formatAmountShort(BigInt(rung), decimals)}
            <span className="chip-worth">{priceUsd === undefined ? '…' : roundUsd(toUsd(BigInt(rung), decimals, priceUsd))}</span>
          </button>
        ))}
      </fieldset>
    </div>
  );
};
