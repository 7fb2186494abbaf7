import { LaunchError } from './launch-error.ts';

/** What a command says that needs a stack, where none runs. */
export const notRunning = (dataDir: string): LaunchError =>
  new LaunchError(`Routebook does not run on ${dataDir}: start it with npm start, or name another folder with --data-dir.`);
