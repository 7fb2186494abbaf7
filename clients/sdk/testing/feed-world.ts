import { type ServerFrame, serverFrame } from '#schemas/api/feed.ts';
import type { RouteJson } from '#schemas/api/route.ts';
import { createFeedClient, type FeedClientOptions } from '../feed-client.ts';
import type { FeedSocket } from '../feed-connection.ts';
import { createModelFeed, type ModelConnection } from './model-feed.ts';
import { SAMPLE_BRIDGES, sampleBook, sampleRoute } from './sample-book.ts';

export const CORRIDORS = [
  { from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn: '1000000000' },
  { from: 'ethereum:USDC', to: 'base:USDC', amountIn: '100000000' },
  { from: 'base:USDT', to: 'optimism:USDT', amountIn: '5000000' },
] as const;
export const keyOf = ({ from, to, amountIn }: (typeof CORRIDORS)[number]) => `${from}>${to}@${amountIn}`;

/** The frame with one route's amount not what the checksum says; the frame itself when it carries no route. */
const withWrongAmount = (frame: ServerFrame): ServerFrame => {
  const spoil = ([first, ...rest]: RouteJson[]) => (first === undefined ? [] : [{ ...first, amountOut: `${first.amountOut}1` }, ...rest]);
  if (frame.type === 'snapshot' && frame.routes.length > 0) return { ...frame, routes: spoil(frame.routes) };
  if (frame.type === 'delta' && frame.upsert.length > 0) return { ...frame, upsert: spoil(frame.upsert) };
  return frame;
};

/** A world of one model server and the sockets that a client opens to it; nothing moves unless it is told to. */
export const createWorld = (options: Partial<FeedClientOptions> = {}) => {
  const feed = createModelFeed();
  const sockets: FeedSocket[] = [];
  let server: ModelConnection | undefined;
  let refusing = false;
  let loseNext = 0;
  let spoilNext = false;

  const openSocket = () => {
    const said: string[] = [];
    const transmit = (frame: ServerFrame) => {
      if (loseNext > 0 && (frame.type === 'delta' || frame.type === 'snapshot')) {
        loseNext -= 1;
        return;
      }
      const spoilt = spoilNext ? withWrongAmount(frame) : frame;
      if (spoilt !== frame) spoilNext = false;
      socket.onmessage?.({ data: JSON.stringify(serverFrame.parse(spoilt)) } as never);
    };
    const connection = feed.connect(transmit);
    const socket: FeedSocket = {
      send: (text) => {
        said.push(text);
        connection.receive(text);
      },
      close: () => {},
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
    };
    sockets.push(socket);
    queueMicrotask(() => {
      if (refusing) return socket.onclose?.({ code: 1006, reason: '' } as never);
      server = connection;
      socket.onopen?.({} as never);
    });
    return socket;
  };

  const client = createFeedClient({ url: 'ws://model', openSocket, ...options });
  return {
    feed,
    client,
    sockets,
    server: () => server,
    cut: () => {
      server = undefined;
      sockets.at(-1)?.onclose?.({ code: 1006, reason: '' } as never);
    },
    refuse: (on: boolean) => {
      refusing = on;
    },
    loseNext: () => {
      loseNext += 1;
    },
    spoilNext: () => {
      spoilNext = true;
    },
  };
};

export const random = (seed: number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

/**
 * A further version of a book, made from a seed: any subset of the bridges, each with one of three quotes of its own, so that
 * often a route stays as it was while its rank changes.
 */
export const nextBook = (key: string, version: number, seed: number) => {
  const draw = random(seed);
  const [corridor = '', amountIn = '0'] = key.split('@');
  const [from = '', to = ''] = corridor.split('>');
  const question = { from, to, amountIn: BigInt(amountIn), nowMs: 0, priceUsd: 1, decimals: 6 };
  const bridges = SAMPLE_BRIDGES.filter(() => draw() > 0.3);
  const routes = bridges.map((bridge) => sampleRoute({ ...question, bridge, random: random(Math.floor(draw() * 3)) }));
  const excluded = SAMPLE_BRIDGES.filter((bridge) => !bridges.includes(bridge)).map(({ id }) => ({
    bridge: id,
    reason: 'LIMIT',
    detail: 'above the limit',
  }));
  return sampleBook({ key, version, nowMs: seed, routes, excluded });
};
