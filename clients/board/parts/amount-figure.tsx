import type { FittedAmount } from '../model/fitted-amount.ts';

interface Props {
  readonly amount: FittedAmount;
  readonly symbol: string;
  /** Names the classes of its parts: `leader` for `leader-whole`, `leader-fraction` and `leader-symbol`. */
  readonly kind: 'leader' | 'route';
}

/** An amount and its symbol. Where it is shortened, the whole is in its title and is what a reader who listens hears. */
export const AmountFigure = ({ amount: { whole, fraction, exact, isShortened }, symbol, kind }: Props) => (
  <>
    <span className={`${kind}-whole`} title={exact} aria-hidden={isShortened}>
      {whole}
    </span>
    {isShortened && <span className="hidden">{exact}</span>}
    {fraction !== '' && <span className={`${kind}-fraction`}>.{fraction}</span>} <span className={`${kind}-symbol`}>{symbol}</span>
  </>
);
