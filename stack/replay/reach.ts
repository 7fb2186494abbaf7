import { LaunchError } from '../launch-error.ts';

/** ClickHouse's own names for a history that was never begun. */
const NO_HISTORY = new Set(['UNKNOWN_DATABASE', 'UNKNOWN_TABLE']);

/** What an engine answers; a sentence that names it, and says what to do, when it does not answer. */
export const reach = async <T>(engine: string, answer: Promise<T>): Promise<T> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof LaunchError) throw error;
    const { message, code, type = '' } = error as Error & { code?: string; type?: string };
    if (NO_HISTORY.has(type)) throw new LaunchError(`${engine} holds no history: has the service \`history\` ever run there?`);
    throw new LaunchError(
      `${engine} does not answer: ${message || code || String(error)}. Is the stack running (npm run status)? Its addresses come from it, or from the environment.`,
    );
  }
};
