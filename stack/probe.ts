import { connect } from 'node:net';

const PROBE_TIMEOUT_MS = 1_000;

const statusOf = async (url: string): Promise<number | undefined> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
};

/** Whether GET answers 200. */
export const httpReady = async (url: string): Promise<boolean> => (await statusOf(url)) === 200;

/** Whether GET answers at all. */
export const httpAnswers = async (url: string): Promise<boolean> => (await statusOf(url)) !== undefined;

/** Whether the first bytes that a loopback port answers to `say` begin with `expected`; with neither, whether it accepts at all. */
export const tcpReady = (port: number, say = '', expected = ''): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(PROBE_TIMEOUT_MS, () => end(false));
    socket.once('error', () => end(false));
    socket.once('connect', () => (expected === '' ? end(true) : socket.write(say)));
    socket.once('data', (bytes) => end(bytes.toString('latin1').startsWith(expected)));
  });
