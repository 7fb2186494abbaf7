import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { clientFrameBytes, OPCODES } from '#test/support/raw-socket.ts';

/** Many feed clients that only count bytes: a WebSocket library on this side would be what is measured. */
export interface RawFeedClients {
  /** Bytes received by all since they were opened. */
  received(): number;
  /** Says that all are there still, as a library would by answering pings; at most every 10 s. */
  stayAlive(): void;
  close(): void;
}

/** Connections opened at the same time; more would overflow the backlog. */
const OPENING_AT_ONCE = 100;

const STAY_ALIVE_MS = 10_000;
const PONG = clientFrameBytes({ opcode: OPCODES.pong, payload: Buffer.alloc(0) });

/** One buffer for all: nobody looks at what arrives. */
const SINK = Buffer.alloc(262_144);

const openOne = (port: number, messages: readonly Buffer[], count: (bytes: number) => void): Promise<Socket> =>
  new Promise((resolve, reject) => {
    let open = false;
    const socket = connect({
      port,
      host: '127.0.0.1',
      onread: {
        buffer: SINK,
        callback: (bytes) => {
          count(bytes);
          if (!open) {
            open = true;
            for (const message of messages) socket.write(message);
            resolve(socket);
          }
          return true;
        },
      },
    });
    socket.on('error', reject);
    socket.write(
      `GET /ws/v1 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
  });

/** Opens `count` clients; each then sends `messages`, as JSON. */
export const openRawFeedClients = async (port: number, clients: number, messages: readonly unknown[]): Promise<RawFeedClients> => {
  const frames = messages.map((message) => clientFrameBytes({ opcode: OPCODES.text, payload: Buffer.from(JSON.stringify(message)) }));
  const sockets: Socket[] = [];
  let bytes = 0;
  let saidAtMs = performance.now();
  const count = (more: number) => {
    bytes += more;
  };
  while (sockets.length < clients) {
    const batch = Math.min(OPENING_AT_ONCE, clients - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length: batch }, () => openOne(port, frames, count)))));
  }
  return {
    received: () => bytes,
    stayAlive: () => {
      if (performance.now() - saidAtMs < STAY_ALIVE_MS) return;
      saidAtMs = performance.now();
      for (const socket of sockets) socket.write(PONG);
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
};
