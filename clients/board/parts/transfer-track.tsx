import type { TransferJson } from '#schemas/api/transfer.ts';
import { stepsOf } from '../model/transfer-steps.ts';
import { stateInWords } from '../model/transfer-words.ts';

/** The way of a transfer in one line. What it says is said again in words beside it, so that readers who listen are spared it. */
export const TransferTrack = ({ transfer }: { transfer: TransferJson }) => (
  <ol className="track" aria-hidden="true">
    {stepsOf(transfer).map(({ state, standing }) => (
      <li key={state} className={`track-step track-${standing}`}>
        <span className="track-bar" />
        <span className="track-name">{stateInWords(state)}</span>
      </li>
    ))}
  </ol>
);
