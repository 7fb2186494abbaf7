import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

interface Target {
  readonly refId: string;
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly expr?: string;
  readonly rawSql?: string;
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly Target[];
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** One panel's question. */
export interface PanelQuery {
  /** Dashboard and panel, to be found by. */
  readonly name: string;
  readonly query: string;
}

/** Every dashboard under grafana/, by the name of its file. */
export const dashboards: readonly (readonly [string, Dashboard])[] = globSync('grafana/dashboards/*.json').map((file) => [
  basename(file, '.json'),
  JSON.parse(readFileSync(file, 'utf8')) as Dashboard,
]);

const queries = (field: 'expr' | 'rawSql'): readonly PanelQuery[] =>
  dashboards.flatMap(([file, { panels }]) =>
    panels.flatMap(({ title, targets = [] }) =>
      targets.flatMap((target) =>
        target[field] === undefined ? [] : [{ name: `${file}: ${title} ${target.refId}`, query: target[field] }],
      ),
    ),
  );

/** What panels ask of Prometheus, with a range where Grafana would put its own. */
export const prometheusQueries = (): readonly PanelQuery[] =>
  queries('expr').map(({ name, query }) => ({ name, query: query.replaceAll('$__rate_interval', '1m') }));

/** What panels ask of ClickHouse, with the macros of Grafana's data source spelt out: the last six hours, minute by minute. */
export const clickhouseQueries = (): readonly PanelQuery[] =>
  queries('rawSql').map(({ name, query }) => ({
    name,
    query: query
      .replaceAll(/\$__timeFilter\((\w+)\)/g, '$1 >= now() - INTERVAL 6 HOUR AND $1 <= now()')
      .replaceAll(/\$__timeInterval\((\w+)\)/g, 'toStartOfInterval($1, INTERVAL 60 SECOND)'),
  }));
