import { type DestinationStream, type Logger, pino } from 'pino';
import { traceFields } from './active-trace.ts';

export type { Logger };

/** Structured logs, one JSON object a line, on standard output. `service` is in every line, `traceId` in those of a trace; secrets never are. */
export const createLogger = (service: string, level: string, destination: DestinationStream = pino.destination(1)): Logger =>
  pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: traceFields,
      redact: { paths: ['*.apiKey', '*.authorization', '*.headers.authorization', '*.headers["x-cg-demo-api-key"]'], censor: '[redacted]' },
    },
    destination,
  );
