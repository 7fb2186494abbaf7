import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createHttpServer } from './http-server.ts';

const http = createHttpServer({
  hotPath: () => false,
  app: (_request, response) => response.end(),
  upgrade: (_request, socket) => socket.destroy(),
  logger: createLogger('test', 'silent'),
});
let port = 0;

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
