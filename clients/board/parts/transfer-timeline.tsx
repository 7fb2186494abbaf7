import type { TransferJson } from '#schemas/api/transfer.ts';
import { formatDuration } from '../model/format-duration.ts';
import { clockText } from '../model/token-text.ts';
import { type Step, stepsOf } from '../model/transfer-steps.ts';
import { stateInWords } from '../model/transfer-words.ts';

const MEANING: Readonly<Record<Step['standing'], string>> = {
  reached: '',
  awaited: 'awaited',
  ahead: 'ahead',
  passed: 'not waited for',
  undone: 'taken back by a reorg',
  bad: '',
};

const sinceStart = (transfer: TransferJson, at: string): string => {
  const seconds = (Date.parse(at) - Date.parse(transfer.startedAt)) / 1_000;
  return seconds <= 0 ? 'the start' : `+${formatDuration(seconds)}`;
};

/** The stations of a transfer, with the block's time of each. */
export const TransferTimeline = ({ transfer }: { transfer: TransferJson }) => (
  <section className="panel timeline" aria-label="Timeline">
    <h2 className="hidden">Timeline</h2>
    <ol className="timeline-steps">
      {stepsOf(transfer).map(({ state, standing, at }) => (
        <li
          key={state}
          className={`timeline-step track-${standing}`}
          data-step={state}
          data-standing={standing}
          aria-current={standing === 'awaited' ? 'step' : undefined}
        >
          <span className="track-bar" aria-hidden="true" />
          <span className="timeline-name">{stateInWords(state)}</span>
          <span className="quiet">{at === undefined ? MEANING[standing] : clockText(at)}</span>
          <span className="quiet">{at === undefined ? ' ' : [sinceStart(transfer, at), MEANING[standing]].filter(Boolean).join(', ')}</span>
        </li>
      ))}
    </ol>
  </section>
);
