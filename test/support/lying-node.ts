import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a node can fail its callers. */
export type Lie = 'honest' | 'behind' | 'old-block' | 'drops-logs' | 'rate-limited' | 'dead' | 'small-ranges' | 'html';

/** A real node's answers over a real socket, spoilt on the way. */
export interface LyingNode {
  readonly url: string;
  lie(lie: Lie): void;
  /** Exchanges in which it lied. */
  readonly lies: number;
  close(): Promise<void>;
}

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}
interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: unknown;
}

const RANGE_MAX = 10;

export const startLyingNode = async (target: string): Promise<LyingNode> => {
  let lie: Lie = 'honest';
  let lies = 0;
  /** The block that it calls the newest while it lies about that. */
  let stuckAt: string | undefined;

  const ask = async (calls: readonly Call[]): Promise<readonly Answer[]> => {
    const response = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(calls),
    });
    return (await response.json()) as readonly Answer[];
  };
  const stuck = async (call: Call): Promise<Call> => {
    if (call.method !== 'eth_getBlockByNumber' || call.params[0] !== 'latest') return call;
    if (stuckAt === undefined) {
      const [head] = await ask([{ ...call, id: 0 }]);
      const { number } = (head?.result ?? { number: '0x0' }) as { number: string };
      stuckAt = lie === 'behind' ? number : `0x${Math.max(0, Number(number) - 30).toString(16)}`;
    }
    lies += 1;
    return { ...call, params: [stuckAt, false] };
  };
  const tooWide = (call: Call): boolean => {
    const { fromBlock, toBlock } = (call.params[0] ?? {}) as { fromBlock?: string; toBlock?: string };
    return call.method === 'eth_getLogs' && fromBlock !== undefined && Number(toBlock) - Number(fromBlock) >= RANGE_MAX;
  };
  const spoilt = (call: Call | undefined, answer: Answer): Answer => {
    if (call === undefined) return answer;
    if (lie === 'drops-logs' && call.method === 'eth_getLogs') {
      if (Array.isArray(answer.result) && answer.result.length > 0) lies += 1;
      return { ...answer, result: [] };
    }
    if (lie === 'small-ranges' && tooWide(call)) {
      lies += 1;
      return { id: answer.id, error: { code: -32_005, message: 'query exceeds max block range' } };
    }
    return answer;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (lie === 'dead') {
      lies += 1;
      request.socket.destroy();
      return;
    }
    if (lie === 'rate-limited' || lie === 'html') {
      lies += 1;
      response.writeHead(lie === 'html' ? 200 : 429).end('<html>slow down</html>');
      return;
    }
    const calls = JSON.parse(Buffer.concat(parts).toString()) as readonly Call[];
    const asked = lie === 'behind' || lie === 'old-block' ? await Promise.all(calls.map(stuck)) : calls;
    const answers = await ask(asked);
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify(
        answers.map((answer) =>
          spoilt(
            calls.find(({ id }) => id === answer.id),
            answer,
          ),
        ),
      ),
    );
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lie: (next) => {
      lie = next;
      stuckAt = undefined;
      lies = 0;
    },
    get lies() {
      return lies;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
