import { collectDefaultMetrics, Registry } from 'prom-client';

export type Metrics = Registry;

/** One registry a process. Names follow Prometheus: `routebook_<room>_<what>_<unit>`. */
export const createMetrics = (service: string): Metrics => {
  const metrics = new Registry();
  metrics.setDefaultLabels({ service });
  collectDefaultMetrics({ register: metrics });
  return metrics;
};
