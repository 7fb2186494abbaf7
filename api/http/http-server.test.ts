import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createHttpServer } from './http-server.ts';
import { replyStream } from './reply-stream.ts';

const http = createHttpServer({
  hotPath: () => false,
  app: (_request, response) => response.end(),
  upgrade: (_request, socket) => socket.destroy(),
  logger: createLogger('test', 'silent'),
});
let port = 0;

const endless = function* () {
  for (;;) yield Buffer.alloc(65_536);
};

beforeAll(async () => {
  port = await http.listen(0, '127.0.0.1');
});
afterAll(() => http.close());

/** What is heard on a connection whose time is over after these bytes. */
const heardInTheEnd = async (bytes: string): Promise<string> => {
  const arrived = new Promise<Socket>((resolve) => http.server.once('connection', resolve));
  const client = connect(port, '127.0.0.1', () => client.write(bytes));
  const socket = await arrived;
  await expect.poll(() => socket.bytesRead).toBe(bytes.length);
  // As Node's look at its connections does, every half a minute.
  http.server.emit('clientError', Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
  return text(client);
};

test('a connection that was opened ahead of need is closed without a word', async () => {
  expect(await heardInTheEnd('')).toBe('');
});

test('a request that stops half-way is told that it came too late', async () => {
  const heard = await heardInTheEnd('GET /api/v1/chains HTTP/1.1\r\nhost:');
  expect(heard).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  expect(heard).toContain('"code":"REQUEST_TIMEOUT"');
});

test('a reader that takes nothing of its answer is cut off, and what it held is free again', async () => {
  const left = Promise.withResolvers<void>();
  const stalling = createHttpServer({
    hotPath: () => false,
    app: (_request, response) => {
      response.once('close', () => left.resolve());
      void replyStream(response, { requestId: 'a', type: 'text/plain', source: Readable.from(endless()) });
    },
    upgrade: (_request, socket) => socket.destroy(),
    logger: createLogger('test', 'silent'),
    readerStallsMs: 50,
  });
  const client = connect(await stalling.listen(0, '127.0.0.1'), '127.0.0.1').pause();
  client.on('error', () => undefined);
  client.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  await left.promise;
  client.destroy();
  await stalling.close();
});
