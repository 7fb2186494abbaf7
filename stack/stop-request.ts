/** npm and the terminal may both deliver the same Ctrl-C; only one that comes later than this is a second one. */
const SAME_KEYPRESS_MS = 1_500;
const PARENT_POLL_MS = 1_000;

/**
 * Calls `stop` once, when the launcher is told to stop: by a signal, or, under npm, by npm's own end, which does not
 * always reach its child. Ends the process afterwards; a second Ctrl-C ends it at once.
 */
export const onStopRequest = (stop: (why: string) => Promise<void>): void => {
  let firstAt: number | undefined;
  const request = (why: string) => {
    if (firstAt !== undefined) {
      if (performance.now() - firstAt > SAME_KEYPRESS_MS) process.exit(1);
      return;
    }
    firstAt = performance.now();
    stop(why).then(
      () => process.exit(),
      (error: unknown) => {
        console.error(`Not everything could be stopped: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => request('Ctrl-C'));
  process.on('SIGTERM', () => request('SIGTERM'));
  process.on('SIGHUP', () => request('the terminal was closed'));
  process.on('uncaughtException', (error) => {
    // A bug of the launcher's own must not leave its processes behind.
    process.exitCode = 1;
    request(`the launcher failed (${error.stack ?? error.message})`);
  });

  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return;
  setInterval(() => {
    if (process.ppid !== parent) request('npm ended');
  }, PARENT_POLL_MS).unref();
};
