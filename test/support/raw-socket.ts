import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** A WebSocket peer made of bare TCP: it can send what no library would, and need not read. */
export interface RawSocket {
  readonly socket: Socket;
  /** Writes bytes as they are. */
  write(bytes: Buffer): void;
  /** The next frame of the server. */
  frame(): Promise<{ opcode: number; payload: Buffer }>;
  /** The code of the server's close frame; undefined when the connection just ends. */
  closeCode(): Promise<number | undefined>;
}

export const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** A client's frame. Masked as the RFC asks, unless told otherwise. */
export const clientFrameBytes = (options: { opcode: number; payload: Buffer; fin?: boolean; masked?: boolean; rsv1?: boolean }): Buffer => {
  const { opcode, payload, fin = true, masked = true, rsv1 = false } = options;
  const length = payload.length;
  const extended = length < 126 ? Buffer.alloc(0) : length < 65_536 ? Buffer.alloc(2) : Buffer.alloc(8);
  if (extended.length === 2) extended.writeUInt16BE(length);
  if (extended.length === 8) extended.writeBigUInt64BE(BigInt(length));
  const short = length < 126 ? length : length < 65_536 ? 126 : 127;
  const head = Buffer.from([(fin ? 0x80 : 0) | (rsv1 ? 0x40 : 0) | opcode, (masked ? 0x80 : 0) | short]);
  if (!masked) return Buffer.concat([head, extended, payload]);
  const mask = randomBytes(4);
  return Buffer.concat([head, extended, mask, payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))]);
};

export const textBytes = (value: unknown): Buffer =>
  clientFrameBytes({ opcode: OPCODES.text, payload: Buffer.from(JSON.stringify(value)) });

/** Opens the feed by hand. */
export const openRawSocket = async (port: number): Promise<RawSocket> => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  let heard = Buffer.alloc(0);
  let ended = false;
  const wakers = new Set<() => void>();
  const wake = () => {
    for (const waker of [...wakers]) waker();
  };
  socket.on('data', (chunk) => {
    heard = Buffer.concat([heard, chunk]);
    wake();
  });
  socket.on('close', () => {
    ended = true;
    wake();
  });
  const until = async <T>(take: () => T | undefined): Promise<T> => {
    for (;;) {
      const taken = take();
      if (taken !== undefined) return taken;
      if (ended) throw new Error('the connection has ended');
      const { promise, resolve } = Promise.withResolvers<void>();
      wakers.add(resolve);
      await promise;
      wakers.delete(resolve);
    }
  };
  socket.write(
    `GET /ws/v1 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: routebook.v1.json\r\n\r\n`,
  );
  await until(() => {
    const end = heard.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const head = heard.subarray(0, end).toString();
    heard = heard.subarray(end + 4);
    if (!head.startsWith('HTTP/1.1 101')) throw new Error(head);
    return head;
  });
  const takeFrame = () => {
    if (heard.length < 2) return undefined;
    const short = (heard[1] ?? 0) & 0x7f;
    const offset = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (heard.length < offset) return undefined;
    const length = short < 126 ? short : short === 126 ? heard.readUInt16BE(2) : Number(heard.readBigUInt64BE(2));
    if (heard.length < offset + length) return undefined;
    const taken = { opcode: (heard[0] ?? 0) & 0x0f, payload: heard.subarray(offset, offset + length) };
    heard = heard.subarray(offset + length);
    return taken;
  };
  const frame = () => until(takeFrame);
  return {
    socket,
    write: (bytes) => {
      socket.write(bytes);
    },
    frame,
    closeCode: async () => {
      try {
        for (;;) {
          const { opcode, payload } = await frame();
          if (opcode === OPCODES.close) return payload.readUInt16BE(0);
        }
      } catch {
        return undefined;
      }
    },
  };
};
