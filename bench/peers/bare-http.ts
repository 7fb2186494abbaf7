import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

/** The least that node:http can do: the same bytes for every request. Arguments: port, file with the bytes. */
const [port, file] = process.argv.slice(2);
const body = readFileSync(file ?? '');
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
});
// The turns of the other server are longer than node's five seconds.
server.keepAliveTimeout = 600_000;
server.listen(Number(port), '127.0.0.1');
