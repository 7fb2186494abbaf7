import { formatAge } from '../model/format-duration.ts';
import { useNow } from '../model/use-now.ts';

/** How old a quote is and how long it may still be believed, by the server's clock. */
export const QuoteAge = (props: { observedAt: string; validUntil: string; clockAheadMs: number }) => {
  const nowMs = useNow() + props.clockAheadMs;
  const observedMs = Date.parse(props.observedAt);
  const lifeMs = Date.parse(props.validUntil) - observedMs;
  // Clocks that differ by a little must not promise more than the quote's whole life.
  const leftMs = Math.min(lifeMs, Date.parse(props.validUntil) - nowMs);
  const share = Math.max(0, leftMs / (lifeMs || 1));
  const isOver = leftMs <= 0;
  return (
    <>
      <span className="route-figure">{formatAge(nowMs - observedMs)}</span>
      <span className={isOver ? 'quiet over' : 'quiet'}>{isOver ? 'ran out' : `valid ${Math.ceil(leftMs / 1_000)} s more`}</span>
      <span className="validity" aria-hidden="true">
        <span className="validity-left" style={{ transform: `scaleX(${share.toFixed(3)})` }} />
      </span>
    </>
  );
};
