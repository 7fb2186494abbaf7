import { type Measurement, meets, ratioOf } from './harness.ts';

const figure = (value: number, unit: Measurement['unit']): string => {
  const digits = value >= 1_000 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
};

const asked = (measurement: Measurement): string => {
  const bound = (bounds: { atLeast?: number; atMost?: number } | undefined, show: (value: number) => string): string[] => [
    ...(bounds?.atLeast === undefined ? [] : [`≥ ${show(bounds.atLeast)}`]),
    ...(bounds?.atMost === undefined ? [] : [`≤ ${show(bounds.atMost)}`]),
  ];
  const parts = [
    ...bound(measurement.budget, (value) => figure(value, measurement.unit)),
    ...bound(measurement.ratioBudget, (value) => `${value} ×`),
  ];
  return parts.join(', ') || '–';
};

const verdict = (measurement: Measurement): string => {
  const met = meets(measurement);
  return met === undefined ? '' : met ? 'met' : '**missed**';
};

/** The measurements as a Markdown table: what the terminal shows and what the README holds. */
export const benchTable = (results: readonly { name: string; measurements: readonly Measurement[] }[]): string =>
  [
    '| benchmark | measured | baseline, same run | ratio | asked | |',
    '|---|---|---|---|---|---|',
    ...results.flatMap(({ name, measurements }) =>
      measurements.map((measurement) => {
        const ratio = ratioOf(measurement);
        const baseline =
          measurement.baseline === undefined
            ? '–'
            : `${figure(measurement.baseline.value, measurement.unit)} (${measurement.baseline.what})`;
        const cells = [
          `${name}: ${measurement.what}`,
          figure(measurement.value, measurement.unit),
          baseline,
          ratio === undefined ? '–' : `${ratio.toFixed(2)} ×`,
        ];
        return `| ${[...cells, asked(measurement), verdict(measurement)].join(' | ')} |`;
      }),
    ),
  ].join('\n');
