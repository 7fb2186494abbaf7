import type { Supervisor } from '#stack/supervisor.ts';
import { endWithUs } from './end-with-us.ts';

/** Whatever a supervisor runs is ended with this process, should nobody have stopped it: each process leads a group of its own, which a Ctrl-C does not reach. */
export const endSupervised = (supervisor: Supervisor): (() => void) =>
  endWithUs(() => {
    for (const { pid } of supervisor.list()) {
      if (pid === undefined) continue;
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
  });
