/** The names of Routebook's metrics in an expression of Prometheus, a histogram's parts by the histogram's name. */
export const metricsInExpression = (expression: string): readonly string[] => [
  ...new Set([...expression.matchAll(/\broutebook_[a-z0-9_]+/g)].map(([name]) => name.replace(/_seconds_(bucket|count|sum)$/, '_seconds'))),
];
