import { type Logger, pino } from 'pino';

export type { Logger };

/** Structured logs, one JSON object a line, on standard output. `service` is in every line; secrets never are. */
export const createLogger = (service: string, level: string): Logger =>
  pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ['*.apiKey', '*.authorization', '*.headers.authorization', '*.headers["x-cg-demo-api-key"]'], censor: '[redacted]' },
  });
