import { createServer } from 'node:http';
import { Kafka, logLevel } from 'kafkajs';
import { WebSocketServer } from 'ws';

// The barest way from Kafka to a WebSocket: each message's value is sent to every client as it comes.
// Environment: KAFKA_BROKERS, TOPIC, PORT. A process of its own, like the services it is compared with.

const { KAFKA_BROKERS = '', TOPIC = '', PORT = '0' } = process.env;

const kafka = new Kafka({ brokers: KAFKA_BROKERS.split(','), logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: `${TOPIC}-relay`, maxWaitTimeInMs: 20 });
const server = createServer((_request, response) => response.end());
const sockets = new WebSocketServer({ server, perMessageDeflate: false });

await consumer.connect();
await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
await consumer.run({
  autoCommitInterval: 500,
  eachMessage: async ({ message }) => {
    for (const socket of sockets.clients) socket.send(message.value ?? '', { binary: false });
  },
});
await joined;
server.listen(Number(PORT), '127.0.0.1');

process.on('SIGTERM', async () => {
  await consumer.disconnect();
  process.exit(0);
});
