import { connect, type Socket } from 'node:net';

/** Keep-alive connections that send a request over and over, the same or the next one. Bare sockets: a client library would be the bottleneck. */
export interface HttpLoad {
  /** Each connection asks again as soon as it is answered; gives answers a second. */
  saturate(durationMs: number): Promise<number>;
  /** Asks at a fixed rate; latencies count from when each request was due, so a late answer delays nobody's clock. */
  paced(perSecond: number, durationMs: number): Promise<number[]>;
  close(): void;
}

interface Lane {
  readonly socket: Socket;
  /** Bytes of the answer still to come. */
  left: number;
  done: () => void;
}

const TICK_MS = 1;
const READ_BYTES = 65_536;

/** All requests must get answers of the same length, which the first one tells. */
export const openHttpLoad = async (port: number, request: Buffer | (() => Buffer), connections: number): Promise<HttpLoad> => {
  const next = typeof request === 'function' ? request : () => request;
  const answerBytes = await new Promise<number>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(next()));
    let heard = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk]);
      const head = heard.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(heard.subarray(0, head).toString())?.[1]);
      if (!heard.toString().startsWith('HTTP/1.1 200')) reject(new Error(heard.subarray(0, 200).toString()));
      if (heard.length < head + 4 + length) return;
      socket.destroy();
      resolve(head + 4 + length);
    });
  });
  // All lanes read into the same bytes, which nobody looks at: a buffer an answer would have the collector stop this process while it measures.
  const heard = Buffer.alloc(READ_BYTES);
  const lanes = await Promise.all(
    Array.from(
      { length: connections },
      () =>
        new Promise<Lane>((resolve, reject) => {
          const onread = { buffer: heard, callback: (bytes: number) => onBytes(bytes) };
          const socket = connect({ port, host: '127.0.0.1', onread }, () => resolve(lane));
          const lane: Lane = { socket, left: 0, done: () => {} };
          socket.setNoDelay(true);
          socket.on('error', reject);
          socket.on('close', () => {
            if (lane.left > 0) throw new Error('the server closed a connection in the middle of an answer');
          });
          const onBytes = (bytes: number): boolean => {
            lane.left -= bytes;
            if (lane.left === 0) lane.done();
            return true;
          };
        }),
    ),
  );
  const ask = (lane: Lane, done: () => void) => {
    lane.left = answerBytes;
    lane.done = done;
    lane.socket.write(next());
  };

  return {
    saturate: async (durationMs) => {
      let answers = 0;
      const began = performance.now();
      await Promise.all(
        lanes.map(
          (lane) =>
            new Promise<void>((resolve) => {
              const again = () => {
                answers += 1;
                if (performance.now() - began < durationMs) ask(lane, again);
                else resolve();
              };
              ask(lane, again);
            }),
        ),
      );
      return (answers / (performance.now() - began)) * 1_000;
    },
    paced: async (perSecond, durationMs) => {
      const free = [...lanes];
      const latencies: number[] = [];
      const waiting: number[] = [];
      const began = performance.now();
      let sent = 0;
      const start = (dueMs: number) => {
        const lane = free.pop();
        if (lane === undefined) {
          waiting.push(dueMs);
          return;
        }
        ask(lane, () => {
          latencies.push(performance.now() - dueMs);
          free.push(lane);
          const next = waiting.shift();
          if (next !== undefined) start(next);
        });
      };
      const total = Math.floor((perSecond * durationMs) / 1_000);
      await new Promise<void>((resolve) => {
        const timer = setInterval(() => {
          for (; sent < total && (sent * 1_000) / perSecond <= performance.now() - began; sent += 1)
            start(began + (sent * 1_000) / perSecond);
          if (latencies.length < total) return;
          clearInterval(timer);
          resolve();
        }, TICK_MS);
      });
      return latencies;
    },
    close: () => {
      for (const { socket } of lanes) socket.destroy();
    },
  };
};
