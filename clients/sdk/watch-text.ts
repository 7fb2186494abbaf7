import type { BookView } from './book-view.ts';
import type { ConnectionState } from './feed-connection.ts';

/** Base units as a decimal text. */
const decimal = (amount: string, decimals: number): string => {
  if (decimals === 0) return amount;
  const padded = amount.padStart(decimals + 1, '0');
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
};

const toAsset = ({ key }: BookView): string => key.slice(key.indexOf('>') + 1, key.lastIndexOf('@'));
const venuesOf = (route: BookView['routes'][number]): string => route.legs.map(({ venue }) => venue).join(' → ');

/** One change as one line: version, state, and the routes first to last. */
export const renderChange = (view: BookView, decimalsOf: (asset: string) => number): string => {
  const routes = view.routes.map((route) => `${route.rank}. ${venuesOf(route)} ${decimal(route.amountOut, decimalsOf(toAsset(view)))}`);
  const out = view.excluded.map(({ bridge, reason }) => `${bridge} out: ${reason}`);
  const pending = view.pending.map((bridge) => `${bridge} pending`);
  return [view.asOf, `v${view.version}`, view.status, ...routes, ...out, ...pending].join('  ');
};

const HEADINGS = ['#', 'bridge', 'amount out', 'cost USD', 'time', 'score', 'age'];

const connectionWords = (state: ConnectionState, nowMs: number): string =>
  state.phase === 'reconnecting'
    ? `reconnecting in ${Math.max(0, Math.ceil((state.retryAtMs - nowMs) / 1_000))} s (${state.reason})`
    : state.phase;

/** The whole book as a table, with its state above and what is not in it below. */
export const renderTable = (
  view: BookView,
  connection: ConnectionState,
  { nowMs, decimalsOf }: { nowMs: number; decimalsOf: (asset: string) => number },
): string => {
  const rows = view.routes.map((route) => [
    String(route.rank),
    venuesOf(route),
    decimal(route.amountOut, decimalsOf(toAsset(view))),
    Number(route.costUsd).toFixed(2),
    `${route.etaSeconds.p50} s`,
    route.score.total.toFixed(1),
    `${Math.max(0, (nowMs - Date.parse(route.observedAt)) / 1_000).toFixed(0)} s`,
  ]);
  const widths = HEADINGS.map((heading, column) => Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => (column === 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ');
  return [
    `${view.key === '' ? 'no book yet' : view.key}   version ${view.version}   ${view.status}   feed ${connectionWords(connection, nowMs)}`,
    '',
    line(HEADINGS),
    ...rows.map(line),
    ...view.pending.map((bridge) => `   ${bridge}: asked, no answer yet`),
    ...view.excluded.map(({ bridge, reason, detail }) => `   ${bridge}: ${reason}, ${detail}`),
  ].join('\n');
};
