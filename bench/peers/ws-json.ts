import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

/**
 * The usual way: for each client, ws.send(JSON.stringify(x)). Arguments: port. A POST brings an array of frames and
 * sends each to every client.
 */
const clients = new Set<{ send(text: string): void }>();
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const frames = (body === '' ? [] : JSON.parse(body)) as unknown[];
    for (const frame of frames) for (const client of clients) client.send(JSON.stringify(frame));
    response.end('ok');
  });
});
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (client) => {
  clients.add(client);
  client.on('close', () => clients.delete(client));
});
server.listen(Number(process.argv[2]), '127.0.0.1');
