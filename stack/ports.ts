import { createServer } from 'node:net';
import { LaunchError } from './launch-error.ts';

const LAST_PORT = 65_535;
/** How far above the first candidate to look before giving up: room for several stacks side by side. */
const SEARCH_WIDTH = 2_000;

/** Whether nobody listens on this loopback port. */
export const isPortFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });

/** Hands out free loopback ports from `first` upwards, none twice. Throws LaunchError when none is left. */
export const createPortFinder = (first: number) => {
  let next = first;
  const end = Math.min(first + SEARCH_WIDTH, LAST_PORT);
  return async (count: number): Promise<number[]> => {
    const found: number[] = [];
    while (found.length < count) {
      if (next > end) throw new LaunchError(`No free port between ${first} and ${end}; choose another range with --port.`);
      if (await isPortFree(next)) found.push(next);
      next += 1;
    }
    return found;
  };
};

export type PortFinder = ReturnType<typeof createPortFinder>;
