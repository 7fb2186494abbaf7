import { LaunchError } from './launch-error.ts';

/** Runs a command; what the user can mend is told in one sentence, without a stack. */
export const runCli = async (command: () => Promise<void>): Promise<void> => {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
};
