/** The names of Routebook's metrics in an expression of Prometheus, a histogram's parts by the histogram's name. */
export const metricsInExpression = (expression: string): readonly string[] => [
  ...new Set([...expression.matchAll(/\broutebook_[a-z0-9_]+/g)].map(([name]) => name.replace(/_seconds_(bucket|count|sum)$/, '_seconds'))),
];

/** Metrics that rules and panels name before the code has them. Each leaves this list with the code that makes it; a test sees to it. */
export const AWAITED_METRICS: readonly string[] = ['routebook_health_breaker_state_info', 'routebook_health_tvl_drop_ratio'];
