import type { Figures, WindowFigures } from '#core/figures/figure-table.ts';
import type { FiguresJson } from '../api/figures.ts';

/** Told in tenths of a second: block times are no finer, and a bin's middle would look as if they were. */
const secondsOf = (ms: number): number => Math.round(ms / 100) / 10;

const timesOf = ({ fills, p50, p90, p99 }: WindowFigures) => ({
  fills,
  p50Seconds: secondsOf(p50),
  p90Seconds: secondsOf(p90),
  p99Seconds: secondsOf(p99),
});

/** Figures as REST and feed serve them. */
export const figuresToJson = (figures: Figures, observedAtMs: number): FiguresJson => ({
  observedAt: new Date(observedAtMs).toISOString(),
  fillTimes: Object.fromEntries(figures.map((window) => [window.window, timesOf(window)])) as FiguresJson['fillTimes'],
  accuracy: Object.fromEntries(figures.map(({ window, accuracy }) => [window, accuracy])) as FiguresJson['accuracy'],
});
