import { type Config, ConfigError, readConfig } from './config.ts';
import { createLogger } from './telemetry/logger.ts';

/** A service's configuration, read at its start. A wrong one is a line of its log, without a stack, and ends the process with code 1. */
export const serviceConfig = (service: string): Config => {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    createLogger(service, 'fatal').fatal(error.message);
    process.exit(1);
  }
};
