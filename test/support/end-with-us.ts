/** What is to be ended should this process go without having done so. */
const ends = new Set<() => void>();

const endAll = (): void => {
  for (const end of ends) end();
  ends.clear();
};

/**
 * A test whose hook ran out of time never learns what it had started, and cannot stop it: whatever a process of tests starts is ended at the
 * latest when that process exits. `end` must not wait. Gives what to call once it has ended by itself.
 */
export const endWithUs = (end: () => void): (() => void) => {
  if (!process.listeners('exit').includes(endAll)) {
    process.on('exit', endAll);
    // By themselves these end a process without a word to anybody.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        endAll();
        process.kill(process.pid, signal);
      });
    }
  }
  ends.add(end);
  return () => void ends.delete(end);
};
