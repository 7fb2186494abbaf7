import { WebSocket } from 'ws';

/** A feed client that knows nothing but the protocol's page: it sends objects and waits for frames. */
export interface RawFeed {
  send(frame: unknown): void;
  /** Sends text or bytes as they are. */
  sendRaw(data: string | Buffer): void;
  /** The next frame, from now or already received, for which `wanted` holds; frames before it are skipped. */
  next(wanted: (frame: Frame) => boolean): Promise<Frame>;
  readonly frames: readonly Frame[];
  readonly closed: Promise<{ code: number; reason: string }>;
  close(): void;
}

export type Frame = { readonly type: string; readonly [field: string]: unknown };

const PATIENCE_MS = 30_000;

/** Opens the feed. `origin` stands for the page that a browser would be on. */
export const openFeed = async (baseUrl: string, options: { origin?: string } = {}): Promise<RawFeed> => {
  const socket = new WebSocket(`${baseUrl.replace('http', 'ws')}/ws/v1`, 'routebook.v1.json', options);
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  let read = 0;
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)) as Frame);
    for (const wake of waiting) wake();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const next = (wanted: (frame: Frame) => boolean): Promise<Frame> =>
    new Promise((resolve, reject) => {
      const look = () => {
        while (read < frames.length) {
          const frame = frames[read] as Frame;
          read += 1;
          if (wanted(frame)) {
            clearTimeout(timer);
            waiting.delete(look);
            return resolve(frame);
          }
        }
        return undefined;
      };
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`no such frame in ${PATIENCE_MS} ms; the last ones: ${JSON.stringify(frames.slice(-3)).slice(0, 2_000)}`));
      }, PATIENCE_MS);
      waiting.add(look);
      look();
    });
  return {
    send: (frame) => socket.send(JSON.stringify(frame)),
    sendRaw: (data) => socket.send(data),
    next,
    frames,
    closed,
    close: () => socket.terminate(),
  };
};
