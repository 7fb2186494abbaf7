import type { Figures, WindowFigures } from '#core/figures/figure-table.ts';
import type { FiguresJson } from '../api/figures.ts';

const MS_PER_SECOND = 1_000;

const timesOf = ({ fills, p50, p90, p99 }: WindowFigures) => ({
  fills,
  p50Seconds: p50 / MS_PER_SECOND,
  p90Seconds: p90 / MS_PER_SECOND,
  p99Seconds: p99 / MS_PER_SECOND,
});

/** Figures as REST and feed serve them. */
export const figuresToJson = (figures: Figures, observedAtMs: number): FiguresJson => ({
  observedAt: new Date(observedAtMs).toISOString(),
  fillTimes: Object.fromEntries(figures.map((window) => [window.window, timesOf(window)])) as FiguresJson['fillTimes'],
  accuracy: Object.fromEntries(figures.map(({ window, accuracy }) => [window, accuracy])) as FiguresJson['accuracy'],
});
