import { isHex } from 'viem';
import type { HttpPort } from '#bridges/_kit/network-port.ts';
import { createBatchRpc } from '#platform/rpc/batch-rpc.ts';

/** One RPC endpoint of a chain: whether it answers, and for which chain. */
export interface EndpointFinding {
  /** With whatever key stands in it: for the program, never for people. */
  readonly url: string;
  /** `host:port` alone. */
  readonly host: string;
  readonly state: 'right' | 'wrong chain' | 'silent';
  /** Without the host; null when all is well. */
  readonly detail: string | null;
}

const QUESTION = [{ method: 'eth_chainId', params: [] }] as const;

/** The HTTP client names the host that it could not reach. */
const withoutHost = (detail: string, host: string): string => (detail.startsWith(`${host}: `) ? detail.slice(host.length + 2) : detail);

const lookAt = async (chainId: number, url: string, world: { http: HttpPort; now: () => number; signal: AbortSignal }) => {
  const endpoint = createBatchRpc({ http: world.http, url, now: world.now });
  const finding = (state: EndpointFinding['state'], detail: string | null): EndpointFinding => ({
    url,
    host: endpoint.host,
    state,
    detail,
  });
  const outcome = await endpoint.request(QUESTION, world.signal);
  if (outcome.kind === 'failed') return finding('silent', withoutHost(outcome.detail, endpoint.host));
  if (outcome.kind === 'rate-limited') return finding('silent', 'limits our rate');
  if (outcome.kind === 'refused') return finding('silent', `refuses: ${outcome.code} ${outcome.message}`);
  const [reply] = outcome.replies;
  if (reply?.ok !== true) return finding('silent', `refuses: ${reply?.message ?? 'no reply'}`);
  const told = isHex(reply.result) ? Number(reply.result) : Number.NaN;
  if (!Number.isSafeInteger(told)) return finding('silent', 'does not say which chain it is of');
  return told === chainId ? finding('right', null) : finding('wrong chain', `says that it is chain ${told}, not ${chainId}`);
};

/** Asks each endpoint of a chain which chain it is of, all at once. */
export const lookAtEndpoints = (
  chainId: number,
  urls: readonly string[],
  world: { http: HttpPort; now: () => number; signal: AbortSignal },
): Promise<readonly EndpointFinding[]> => Promise.all(urls.map((url) => lookAt(chainId, url, world)));
