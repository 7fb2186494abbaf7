import { type Reading, rangeOf, reachMs, stepPath } from '../model/best-history.ts';
import { fittedAmount } from '../model/fitted-amount.ts';
import { formatAmount } from '../model/format-amount.ts';
import { useNow } from '../model/use-now.ts';

/** Characters in the gutter. */
const ROOM = 11;

interface Props {
  readonly readings: readonly Reading[];
  readonly decimals: number;
  readonly symbol: string;
}

/** Each unbroken piece of the line, closed along the bottom. */
const areaUnder = (path: string): string =>
  path
    .split(/(?=M)/)
    .map((piece) => (piece === '' ? '' : `${piece}V100H${/^M([\d.]+)/.exec(piece)?.[1] ?? 0}Z`))
    .join('');

/** The most that any route delivers, over the last minutes; the leading route may deliver less, as a step line; it moves on with the time. */
export const BestChart = ({ readings, decimals, symbol }: Props) => {
  // A quarter of a pixel a tick on a large screen; finer than that nobody sees.
  const untilMs = Math.floor(useNow() / 1_000) * 1_000 + 1_000;
  const path = stepPath(readings, untilMs);
  const range = rangeOf(readings);
  const minutes = reachMs(readings, untilMs) / 60_000;
  const summary =
    range === undefined
      ? 'nothing known yet'
      : `between ${formatAmount(range.low, decimals)} and ${formatAmount(range.high, decimals)} ${symbol}`;
  return (
    <figure className="chart">
      <figcaption className="label">Most that any route delivers, last {minutes === 1 ? 'minute' : `${minutes} minutes`}</figcaption>
      <div className="chart-box">
        <svg
          className="chart-plot"
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          role="img"
          aria-label={`Most that any route delivers: ${summary}`}
        >
          {[20, 40, 60, 80].map((x) => (
            <path key={x} className="chart-grid" d={`M${x} 0V100`} />
          ))}
          <path className="chart-area" d={areaUnder(path)} />
          <path className="chart-line" d={path} />
        </svg>
        <div className="chart-scale" aria-hidden="true">
          <span>{range && fittedAmount(range.high, decimals, ROOM).text}</span>
          <span>{range && range.high !== range.low && fittedAmount(range.low, decimals, ROOM).text}</span>
        </div>
      </div>
      <div className="chart-axis" aria-hidden="true">
        <span>−{minutes} min</span>
        <span>now</span>
      </div>
    </figure>
  );
};
