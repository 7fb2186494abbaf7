import { Agent, request } from 'node:http';

/** One chain's JSON-RPC. Both throw RpcError when the node answers with an error, and the transport's error when it does not answer. */
export interface JsonRpc {
  readonly url: string;
  call<Result>(method: string, params?: readonly unknown[]): Promise<Result>;
  /** One method with many parameters, some hundred to an exchange: a question of its own each costs more than the answer. Results in their order. */
  callEach<Result>(method: string, params: readonly (readonly unknown[])[]): Promise<readonly Result[]>;
}

const AT_ONCE = 200;

/** The node's own words. */
class RpcError extends Error {
  override readonly name = 'RpcError';
}

/** A node on the same machine that has not answered by then is hung. */
const ANSWER_DEADLINE_MS = 10_000;

/** The header by which a node's front knows the simnet itself, whom no fault concerns. */
export const OWN_HANDS = { name: 'x-simnet-own-hands', value: 'yes' } as const;

/** Connections are kept for the next question; those that nobody uses keep no process alive. */
const agent = new Agent({ keepAlive: true });

/** Node's own client: a relayer's question is small and asked thousands of times, and fetch takes three times the processor for each, measured. */
const post = (url: string, headers: Readonly<Record<string, string>>, body: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body);
    const asked = request(url, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
      timeout: ANSWER_DEADLINE_MS,
    });
    asked.on('timeout', () => asked.destroy(new Error(`${url} did not answer within ${ANSWER_DEADLINE_MS / 1_000} s`)));
    asked.on('error', reject);
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    });
    asked.end(body);
  });

export const createJsonRpc = (url: string, headers: Readonly<Record<string, string>> = {}): JsonRpc => {
  let nextId = 1;
  const exchange = async <Answer>(body: unknown): Promise<Answer> => JSON.parse(await post(url, headers, JSON.stringify(body))) as Answer;
  const question = (method: string, params: readonly unknown[]) => ({ jsonrpc: '2.0', id: nextId++, method, params });
  const resultOf = <Result>(method: string, { result, error }: Answer<Result>): Result => {
    if (error !== undefined) throw new RpcError(`${method}: ${error.message}`);
    return result as Result;
  };
  return {
    url,
    call: async <Result>(method: string, params: readonly unknown[] = []) =>
      resultOf(method, await exchange<Answer<Result>>(question(method, params))),
    callEach: async <Result>(method: string, params: readonly (readonly unknown[])[]) => {
      const results: Result[] = [];
      for (let start = 0; start < params.length; start += AT_ONCE) {
        const questions = params.slice(start, start + AT_ONCE).map((one) => question(method, one));
        const answers = new Map((await exchange<readonly Answer<Result>[]>(questions)).map((answer) => [answer.id, answer]));
        for (const { id } of questions)
          results.push(resultOf(method, answers.get(id) ?? { id, error: { message: 'one of a batch has no answer' } }));
      }
      return results;
    },
  };
};

interface Answer<Result> {
  readonly id: number;
  readonly result?: Result;
  readonly error?: { readonly message: string };
}
