/** One HTTP exchange. Never throws for an answer, whatever its status or body; failures of the transport are values. */
export interface HttpPort {
  request(input: {
    url: string;
    method?: 'GET' | 'POST' | 'PATCH';
    headers?: Record<string, string>;
    body?: string;
    signal: AbortSignal;
  }): Promise<HttpOutcome>;
}

export type HttpOutcome =
  | { readonly kind: 'response'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** An answer began and could not be read to its end: cut off, or larger than the limit. */
  | { readonly kind: 'unreadable'; readonly detail: string };

/** Contract calls on a chain. Several calls of one batch are made in one round trip, at one block. */
export interface RpcPort {
  call(chainId: number, calls: readonly ContractCall[], signal: AbortSignal): Promise<RpcOutcome>;
  /** The base fee of a chain's newest block. No call can tell it: nodes let BASEFEE be 0 in a call that names no gas price. */
  baseFee(chainId: number, signal: AbortSignal): Promise<BaseFeeOutcome>;
  /** What a node alone can tell: receipts, blocks, proofs, and calls of what is no contract. Its answer as it came; the kit has readers. */
  ask(chainId: number, question: NodeQuestion, signal: AbortSignal): Promise<NodeOutcome>;
}

/** Questions that change nothing. The list is closed: what else a bridge needs is a call. */
export interface NodeQuestion {
  readonly method:
    | 'eth_call'
    | 'eth_getBlockByHash'
    | 'eth_getBlockByNumber'
    | 'eth_getLogs'
    | 'eth_getProof'
    | 'eth_getTransactionReceipt';
  readonly params: readonly unknown[];
}

export type NodeOutcome =
  | { readonly kind: 'result'; readonly result: unknown }
  /** The node works and says no: a call that reverts, a state that it no longer has. */
  | { readonly kind: 'refused'; readonly detail: string }
  | RpcTrouble;

export type BaseFeeOutcome =
  /** In the smallest unit of the coin, a unit of gas. */
  { readonly kind: 'fee'; readonly perGas: bigint } | RpcTrouble;

export interface ContractCall {
  readonly to: string;
  /** Calldata, 0x-hex. */
  readonly data: string;
}

export type RpcOutcome =
  /** One result a call, in order; a reverted call carries its revert data. */
  | {
      readonly kind: 'results';
      readonly results: readonly ({ readonly ok: true; readonly data: string } | { readonly ok: false; readonly data: string })[];
    }
  | RpcTrouble;

export type RpcTrouble =
  | { readonly kind: 'timeout' }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number | null }
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** Something answered that speaks no JSON-RPC, or no ABI. */
  | { readonly kind: 'malformed'; readonly detail: string };
