import { err, ok, type Result } from '#core/result.ts';

/** Why a node gave nothing: it does not answer, or it said no. */
export type NodeFault = { readonly kind: 'down' } | { readonly kind: 'refused'; readonly message: string };

export interface Receipt {
  readonly succeeded: boolean;
}

/** What sending needs of a local chain's node. */
export interface ChainNode {
  readonly url: string;
  /** Base units of a token, or of the native coin for the zero address. */
  balanceOf(token: string, owner: string): Promise<Result<bigint, NodeFault>>;
  /** Keccak-256 of bytes: a signed transaction's hash, before it is sent. The node does it, as the hash function would weigh as much as the signing. */
  hashOf(bytes: string): Promise<Result<string, NodeFault>>;
  /** Hands a signed transaction over. */
  send(signed: string): Promise<Result<unknown, NodeFault>>;
  /** Undefined while no block holds it. */
  receipt(hash: string): Promise<Result<Receipt | undefined, NodeFault>>;
}

/** A local node answers within milliseconds; one that is stopped answers never. */
const TIMEOUT_MS = 5_000;
const NATIVE = /^0x0{40}$/;
const BALANCE_OF = '0x70a08231';

interface Answer {
  readonly result?: unknown;
  readonly error?: { readonly message?: string };
}

const wordOf = (result: unknown): bigint => (typeof result === 'string' && /^0x[0-9a-f]+$/i.test(result) ? BigInt(result) : 0n);

const mapped = <From, To>(result: Result<From, NodeFault>, map: (value: From) => To): Result<To, NodeFault> =>
  result.ok ? ok(map(result.value)) : result;

export const createChainNode = (url: string, fetchWith: typeof fetch = (...given) => fetch(...given)): ChainNode => {
  const call = async (method: string, params: readonly unknown[]): Promise<Result<unknown, NodeFault>> => {
    try {
      const response = await fetchWith(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const { result, error } = (await response.json()) as Answer;
      return error === undefined ? ok(result) : err({ kind: 'refused', message: error.message ?? 'it gave no reason' });
    } catch {
      return err({ kind: 'down' });
    }
  };

  return {
    url,
    balanceOf: async (token, owner) => {
      if (NATIVE.test(token)) return mapped(await call('eth_getBalance', [owner, 'latest']), wordOf);
      const data = `${BALANCE_OF}${owner.slice(2).toLowerCase().padStart(64, '0')}`;
      return mapped(await call('eth_call', [{ to: token, data }, 'latest']), wordOf);
    },
    hashOf: async (bytes) => mapped(await call('web3_sha3', [bytes]), String),
    send: (signed) => call('eth_sendRawTransaction', [signed]),
    receipt: async (hash) =>
      mapped(await call('eth_getTransactionReceipt', [hash]), (result) =>
        typeof result === 'object' && result !== null ? { succeeded: (result as { status?: string }).status !== '0x0' } : undefined,
      ),
  };
};
