import type { Chain } from '#core/domain/chain.ts';
import type { BatchRpc } from '#platform/rpc/batch-rpc.ts';
import type { Sighting } from './make-signal.ts';

const QUESTION = [{ method: 'eth_blockNumber', params: [] }] as const;

const askNode = async (node: BatchRpc, signal: AbortSignal): Promise<string | undefined> => {
  const outcome = await node.request(QUESTION, signal);
  if (outcome.kind === 'replies') return outcome.replies[0]?.ok === true ? undefined : `${node.host} refuses`;
  if (outcome.kind === 'failed') return `${node.host}: ${outcome.detail}`;
  return outcome.kind === 'rate-limited' ? `${node.host} limits our rate` : `${node.host} refuses: ${outcome.message}`;
};

/** Asks every node of a chain for its head. The chain is well while one of them answers; `value` says how many do. */
export const lookAtNodes = async (
  chain: Chain,
  nodes: readonly BatchRpc[],
  { signal, now }: { signal: AbortSignal; now: () => number },
): Promise<Sighting> => {
  const startedAtMs = now();
  let firstAtMs: number | undefined;
  const troubles = await Promise.all(
    nodes.map(async (node) => {
      const trouble = await askNode(node, signal);
      if (trouble === undefined) firstAtMs ??= now();
      return trouble;
    }),
  );
  const named = troubles.filter((trouble) => trouble !== undefined);
  const answering = nodes.length - named.length;
  return {
    kind: 'rpc',
    ok: answering > 0,
    chain: chain.slug,
    value: answering,
    latencyMs: firstAtMs === undefined ? null : firstAtMs - startedAtMs,
    detail: [`${answering} of ${nodes.length} endpoints of ${chain.name} answer`, ...named].join('; '),
  };
};
