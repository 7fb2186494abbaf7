/** One chain's JSON-RPC. `call` throws RpcError when the node answers with an error, and the transport's error when it does not answer. */
export interface JsonRpc {
  readonly url: string;
  call<Result>(method: string, params?: readonly unknown[]): Promise<Result>;
}

/** The node's own words. */
class RpcError extends Error {
  override readonly name = 'RpcError';
}

/** A node on the same machine that has not answered by then is hung. */
const ANSWER_DEADLINE_MS = 10_000;

/** The header by which a node's front knows the simnet itself, whom no fault concerns. */
export const OWN_HANDS = { name: 'x-simnet-own-hands', value: 'yes' } as const;

export const createJsonRpc = (url: string, headers: Readonly<Record<string, string>> = {}): JsonRpc => {
  let nextId = 1;
  return {
    url,
    call: async <Result>(method: string, params: readonly unknown[] = []) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ jsonrpc: '2.0', id: nextId++, method, params }),
        signal: AbortSignal.timeout(ANSWER_DEADLINE_MS),
      });
      const answer = (await response.json()) as { result?: Result; error?: { message: string } };
      if (answer.error !== undefined) throw new RpcError(`${method}: ${answer.error.message}`);
      return answer.result as Result;
    },
  };
};
