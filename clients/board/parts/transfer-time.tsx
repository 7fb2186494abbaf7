import type { TransferJson } from '#schemas/api/transfer.ts';
import { formatAge } from '../model/format-duration.ts';
import { paceOf } from '../model/transfer-pace.ts';
import { isOver } from '../model/transfer-steps.ts';
import { useNow } from '../model/use-now.ts';

interface Props {
  readonly transfer: TransferJson;
  readonly clockAheadMs: number;
}

const Words = ({ transfer, nowMs }: { transfer: TransferJson; nowMs: number }) => {
  const { elapsedMs, share, isLate, words } = paceOf(transfer, nowMs);
  return (
    <>
      <span className="pace-figure" role="timer" aria-live="off">
        {formatAge(elapsedMs)}
      </span>
      <span className={isLate ? 'quiet over' : 'quiet'}>{words}</span>
      <span className={isLate ? 'pace-bar pace-late' : 'pace-bar'} aria-hidden="true">
        <span className="pace-used" style={{ transform: `scaleX(${(share ?? 1).toFixed(3)})` }} />
      </span>
    </>
  );
};

const Ticking = ({ transfer, clockAheadMs }: Props) => <Words transfer={transfer} nowMs={useNow() + clockAheadMs} />;

/** The time that a transfer has taken, against what is expected of it. It ticks, by the server's clock, until it is over. */
export const TransferTime = ({ transfer, clockAheadMs }: Props) => (
  <div className={isOver(transfer) ? 'pace pace-over' : 'pace'}>
    {isOver(transfer) ? <Words transfer={transfer} nowMs={0} /> : <Ticking transfer={transfer} clockAheadMs={clockAheadMs} />}
  </div>
);
