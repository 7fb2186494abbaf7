import { sentenceFor } from './sentence-for.ts';

/** Runs a command; what the user can mend is told in one sentence, without a stack. */
export const runCli = async (command: () => Promise<void>): Promise<void> => {
  try {
    await command();
  } catch (error) {
    const sentence = sentenceFor(error);
    if (sentence === undefined) throw error;
    console.error(sentence);
    process.exitCode = 1;
  }
};
