import { z } from 'zod';
import {
  bridgesParams,
  bridgesUpdate,
  clientFrame,
  deltaFrame,
  errorFrame,
  FEED_PATH,
  FEED_SUBPROTOCOL,
  goawayFrame,
  heartbeatFrame,
  pongFrame,
  pricesParams,
  pricesUpdate,
  quotesParams,
  quotesUpdate,
  resumeParams,
  routesParams,
  snapshotFrame,
  subscribedFrame,
  subscriptionsFrame,
  systemParams,
  systemUpdate,
  transfersParams,
  transfersUpdate,
  unsubscribedFrame,
  warningFrame,
} from './feed.ts';
import { openToAdditions } from './open-to-additions.ts';

interface Message {
  readonly schema: z.ZodType;
  readonly summary: string;
}

const [subscribe, unsubscribe, resync, resume, list, ping] = clientFrame.options;

/** What a client sends, by message name. */
const CLIENT_MESSAGES: Readonly<Record<string, Message>> = {
  subscribe: { schema: subscribe, summary: 'Begin to receive a channel. `params` are those of the channel' },
  unsubscribe: { schema: unsubscribe, summary: 'End a subscription' },
  resync: { schema: resync, summary: 'Ask for the present state anew, after a checksum that does not fit' },
  resume: { schema: resume, summary: 'After a reconnect: subscribe to keys of `routes`, and get what was missed since the versions held' },
  list: { schema: list, summary: 'Ask what this connection has subscribed to' },
  ping: { schema: ping, summary: 'Ask for a pong' },
};

/** What the server sends, by message name. */
const SERVER_MESSAGES: Readonly<Record<string, Message>> = {
  subscribed: { schema: subscribedFrame, summary: 'A subscription has begun; the present state follows at once' },
  unsubscribed: { schema: unsubscribedFrame, summary: 'A subscription has ended' },
  snapshot: { schema: snapshotFrame, summary: 'The first routes of a book, whole' },
  delta: { schema: deltaFrame, summary: 'What takes the book from `prevVersion`, the version last sent, to `version`' },
  quotesUpdate: { schema: quotesUpdate, summary: 'Raw answers and failures of bridges' },
  transfersUpdate: { schema: transfersUpdate, summary: 'Transfers, first as they are, then as they change' },
  pricesUpdate: { schema: pricesUpdate, summary: 'Prices' },
  bridgesUpdate: { schema: bridgesUpdate, summary: 'Bridges and how they fare' },
  systemUpdate: { schema: systemUpdate, summary: 'Whether all of Routebook works' },
  heartbeat: { schema: heartbeatFrame, summary: 'Nothing else went out for 5 s; the versions last sent' },
  pong: { schema: pongFrame, summary: 'The answer to ping' },
  subscriptions: { schema: subscriptionsFrame, summary: 'The answer to list' },
  error: { schema: errorFrame, summary: 'A message could not be done; `pointer` names the field' },
  warning: { schema: warningFrame, summary: 'The client reads too slowly: versions are being skipped' },
  goaway: { schema: goawayFrame, summary: 'The server is about to close with 1012; come back later' },
};

/** The params of `subscribe`, by channel; listed among the schemas so that a reader finds them. */
const PARAMS: Readonly<Record<string, z.ZodType>> = {
  RoutesParams: routesParams,
  QuotesParams: quotesParams,
  TransfersParams: transfersParams,
  PricesParams: pricesParams,
  BridgesParams: bridgesParams,
  SystemParams: systemParams,
  ResumeParams: resumeParams,
};

const CLOSE_CODES = [
  '1003 binary frames went on',
  '1007 not UTF-8',
  '1008 malformed JSON or too many messages',
  '1009 frame too large',
  '1012 restart, after a goaway',
  '4000 no subscription within 10 s',
  '4008 read too slowly',
].join('; ');

const toSchema = (schema: z.ZodType, io: 'input' | 'output') => {
  const override = io === 'output' ? openToAdditions : () => undefined;
  const { $schema: _, ...body } = z.toJSONSchema(schema, { io, reused: 'inline', target: 'draft-7', override }) as Record<string, unknown>;
  return body;
};

/** Nested schemas carry their own definitions; in one document they belong together. */
const gather = (named: Readonly<Record<string, z.ZodType>>, io: 'input' | 'output') => {
  const definitions: Record<string, unknown> = {};
  const schemas: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(named)) {
    const { definitions: own, ...body } = toSchema(schema, io) as { definitions?: Record<string, unknown> };
    Object.assign(definitions, own);
    schemas[name] = body;
  }
  return { ...schemas, ...definitions };
};

const pointToComponents = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll('"#/definitions/', '"#/components/schemas/'));

const messagesOf = (messages: Readonly<Record<string, Message>>) =>
  Object.fromEntries(
    Object.entries(messages).map(([name, { summary }]) => [
      name,
      { name, title: name, summary, contentType: 'application/json', payload: { $ref: `#/components/schemas/${name}` } },
    ]),
  );

const channelMessages = (messages: Readonly<Record<string, Message>>) =>
  Object.fromEntries(Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]));

const operationMessages = (messages: Readonly<Record<string, Message>>) =>
  Object.keys(messages).map((name) => ({ $ref: `#/channels/feed/messages/${name}` }));

const schemasOf = (messages: Readonly<Record<string, Message>>) =>
  Object.fromEntries(Object.entries(messages).map(([name, { schema }]) => [name, schema]));

/** AsyncAPI 3.0 of the feed, made from the schemas that check its frames. `host` is where clients reach it. */
export const createAsyncApi = (version: string, host: string) => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Routebook feed',
    version,
    description: `Books, raw quotes, transfers, prices, bridges and notices over one WebSocket, subprotocol ${FEED_SUBPROTOCOL}. One JSON object a text frame. Clients ignore fields and types that they do not know. Close codes: ${CLOSE_CODES}.`,
    license: { name: 'Apache-2.0' },
  },
  defaultContentType: 'application/json',
  servers: { own: { host, protocol: 'ws', description: 'This server' } },
  channels: {
    feed: {
      address: FEED_PATH,
      title: 'The feed',
      servers: [{ $ref: '#/servers/own' }],
      messages: { ...channelMessages(CLIENT_MESSAGES), ...channelMessages(SERVER_MESSAGES) },
      bindings: { ws: { method: 'GET', bindingVersion: '0.1.0' } },
    },
  },
  operations: {
    // From the server's side, as AsyncAPI 3 has it: it receives what clients send.
    receiveFromClient: {
      action: 'receive',
      channel: { $ref: '#/channels/feed' },
      summary: 'What a client sends; each op is answered',
      messages: operationMessages(CLIENT_MESSAGES),
    },
    sendToClient: {
      action: 'send',
      channel: { $ref: '#/channels/feed' },
      summary: 'What the server sends',
      messages: operationMessages(SERVER_MESSAGES),
    },
  },
  components: {
    messages: { ...messagesOf(CLIENT_MESSAGES), ...messagesOf(SERVER_MESSAGES) },
    schemas: pointToComponents({
      ...gather(schemasOf(CLIENT_MESSAGES), 'input'),
      ...gather(schemasOf(SERVER_MESSAGES), 'output'),
      ...gather(PARAMS, 'input'),
    }) as Record<string, unknown>,
  },
});
