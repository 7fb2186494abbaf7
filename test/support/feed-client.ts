import { WebSocket } from 'ws';

export type Frame = { readonly type: string; readonly [field: string]: unknown };

/** A feed client for tests: sends objects, waits for frames. */
export interface FeedClient {
  readonly webSocket: WebSocket;
  readonly frames: readonly Frame[];
  send(frame: unknown): void;
  sendRaw(data: string | Buffer): void;
  /** The next frame of a type, from those not yet read; frames before it are skipped. */
  next(type: string): Promise<Frame>;
  readonly closed: Promise<{ code: number; reason: string }>;
}

export const openFeedClient = async (url: string, options: { origin?: string } = {}): Promise<FeedClient> => {
  const webSocket = new WebSocket(`${url.replace('http', 'ws')}/ws/v1`, 'routebook.v1.json', options);
  const frames: Frame[] = [];
  const wakers = new Set<() => void>();
  let read = 0;
  let over = false;
  const wake = () => {
    for (const waker of [...wakers]) waker();
  };
  webSocket.on('message', (data) => {
    frames.push(JSON.parse(String(data)) as Frame);
    wake();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    webSocket.once('close', (code, reason) => {
      over = true;
      wake();
      resolve({ code, reason: String(reason) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    webSocket.once('open', resolve);
    webSocket.once('error', reject);
  });
  webSocket.on('error', () => {});
  return {
    webSocket,
    frames,
    closed,
    send: (frame) => webSocket.send(JSON.stringify(frame)),
    sendRaw: (data) => webSocket.send(data),
    next: async (type) => {
      for (;;) {
        while (read < frames.length) {
          const frame = frames[read] as Frame;
          read += 1;
          if (frame.type === type) return frame;
        }
        if (over) throw new Error(`closed before a frame of type ${type}`);
        const { promise, resolve } = Promise.withResolvers<void>();
        wakers.add(resolve);
        await promise;
        wakers.delete(resolve);
      }
    },
  };
};
