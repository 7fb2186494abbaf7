import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A wire between a browser and the API that a test can cut: bytes pass as they are, until they do not. */
export interface CuttableProxy {
  readonly url: string;
  /** Every connection ends at once, and no new one is taken. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

export const startCuttableProxy = async (target: string): Promise<CuttableProxy> => {
  const { hostname, port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  let server: Server | undefined;

  const keep = (socket: Socket) => {
    sockets.add(socket);
    // A cut wire makes errors on both ends; they are what the test is about.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const listen = async (port: number): Promise<number> => {
    const opened = createServer((near) => {
      const far = connect(Number(targetPort), hostname);
      keep(near);
      keep(far);
      near.pipe(far).pipe(near);
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
    });
    server = opened;
    await new Promise<void>((resolve, reject) => {
      opened.once('error', reject);
      opened.listen(port, '127.0.0.1', resolve);
    });
    return (opened.address() as AddressInfo).port;
  };
  const cut = async () => {
    const closed = new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
    for (const socket of sockets) socket.destroy();
    await closed;
    server = undefined;
  };

  const port = await listen(0);
  return {
    url: `http://127.0.0.1:${port}`,
    cut,
    mend: async () => {
      await listen(port);
    },
    close: async () => {
      if (server !== undefined) await cut();
    },
  };
};
