import type { Logger } from './logger.ts';
import { NO_TRACING, type Tracing } from './tracing.ts';

/** Traces to where `endpoint` says; without one nothing is even loaded. */
export const startTracing = async (options: {
  service: string;
  /** Base URL of a collector that takes OTLP over HTTP. */
  endpoint: string | undefined;
  /** Share of traces that are kept, 0 to 1. */
  ratio: number;
  logger: Logger;
}): Promise<Tracing> => {
  const { service, endpoint, ratio, logger } = options;
  if (endpoint === undefined) return NO_TRACING;
  const { createOtlpTracing } = await import('./otlp-tracing.ts');
  logger.info({ ratio }, 'sending traces');
  return createOtlpTracing({ service, endpoint, ratio });
};
