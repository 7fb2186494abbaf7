import type { Logger } from './telemetry/logger.ts';

/** How long a service may take to stop before it is ended. */
const STOP_DEADLINE_MS = 10_000;

export interface Lifecycle {
  /** Aborted when the service has been told to stop. */
  readonly signal: AbortSignal;
  /** Registers what to undo; runs in reverse order of registration. */
  onStop(name: string, stop: () => Promise<void> | void): void;
}

/**
 * Runs a service: `start` brings it up and registers what to undo; SIGTERM and SIGINT undo it in reverse order.
 * A start that fails is undone too and ends the process with code 1, so that a supervisor can try again.
 */
export const runService = async (logger: Logger, start: (lifecycle: Lifecycle) => Promise<void>): Promise<void> => {
  const controller = new AbortController();
  const stops: { name: string; stop: () => Promise<void> | void }[] = [];
  let stopping = false;

  const stopAll = async (code: number) => {
    if (stopping) return;
    stopping = true;
    controller.abort();
    setTimeout(() => {
      logger.error('did not stop in time');
      process.exit(1);
    }, STOP_DEADLINE_MS).unref();
    for (const { name, stop } of stops.reverse()) {
      try {
        await stop();
      } catch (error) {
        logger.warn({ error: String(error), step: name }, 'a stop step failed');
      }
    }
    logger.info('stopped');
    process.exit(code);
  };

  process.on('SIGTERM', () => void stopAll(0));
  process.on('SIGINT', () => void stopAll(0));
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'uncaught exception');
    void stopAll(1);
  });
  process.on('unhandledRejection', (reason) => {
    logger.fatal({ err: reason }, 'unhandled rejection');
    void stopAll(1);
  });

  try {
    await start({ signal: controller.signal, onStop: (name, stop) => stops.push({ name, stop }) });
    logger.info('started');
  } catch (error) {
    logger.fatal({ err: error }, 'could not start');
    await stopAll(1);
  }
};
