import type { BlockHeader, ChainNode, NodeAnswer } from '#platform/rpc/chain-node.ts';
import type { ChainMetrics } from './metrics.ts';

export interface Head {
  readonly node: ChainNode;
  readonly header: BlockHeader;
}

/** The endpoints of one chain: which of them to believe now, and which to leave alone for a while. */
export interface NodePool {
  /** What each endpoint that is not resting calls its newest block. Empty when none answers. */
  heads(signal: AbortSignal): Promise<readonly Head[]>;
  /** Those to ask besides this one. */
  others(node: ChainNode): readonly ChainNode[];
  /** Notes an answer: a failure sends the node to rest, longer each time; a good answer clears its name. */
  note(node: ChainNode, answer: NodeAnswer<unknown>): void;
}

/** A poll must not hang on one endpoint while another could answer. */
const HEAD_TIMEOUT_MS = 3_000;
const REST_MS_MIN = 1_000;
const REST_MS_MAX = 30_000;

export const createNodePool = (options: {
  readonly nodes: readonly ChainNode[];
  /** Epoch ms. */
  readonly now: () => number;
  readonly metrics: ChainMetrics;
}): NodePool => {
  const { nodes, now, metrics } = options;
  const rests = new Map<ChainNode, { untilMs: number; lastMs: number }>();

  const note = (node: ChainNode, answer: NodeAnswer<unknown>): void => {
    if (answer.kind === 'ok' || answer.kind === 'refused') {
      if (answer.kind === 'ok') rests.delete(node);
      return;
    }
    const lastMs = Math.min((rests.get(node)?.lastMs ?? REST_MS_MIN / 2) * 2, REST_MS_MAX);
    const restMs = answer.kind === 'rate-limited' ? (answer.retryAfterMs ?? lastMs) : lastMs;
    rests.set(node, { untilMs: now() + Math.min(restMs, REST_MS_MAX), lastMs });
    metrics.rpcFailed(node.host, answer.kind);
  };
  const awake = (): readonly ChainNode[] => {
    const ready = nodes.filter((node) => (rests.get(node)?.untilMs ?? 0) <= now());
    // When all rest there is nothing to lose: the one that may soonest be asked again is asked.
    return ready.length > 0 ? ready : [...nodes].sort((a, b) => (rests.get(a)?.untilMs ?? 0) - (rests.get(b)?.untilMs ?? 0)).slice(0, 1);
  };

  return {
    heads: async (signal) => {
      const within = AbortSignal.any([signal, AbortSignal.timeout(HEAD_TIMEOUT_MS)]);
      const heads = await Promise.all(
        awake().map(async (node): Promise<Head | undefined> => {
          const answer = await node.latest(within);
          if (answer.kind === 'ok') {
            metrics.answered();
            return { node, header: answer.value };
          }
          note(node, answer.kind === 'refused' ? { kind: 'failed', detail: answer.detail } : answer);
          return undefined;
        }),
      );
      return heads.filter((head) => head !== undefined);
    },
    others: (node) => awake().filter((other) => other !== node),
    note,
  };
};

/** Nodes that are this close to the newest head are equally good; the one that was configured first is asked. */
const LAG_BLOCKS_MAX = 1;

/** Whom to ask: the first in order of configuration that does not lie behind the others. */
export const chooseHead = (heads: readonly Head[]): Head | undefined => {
  const newest = Math.max(...heads.map(({ header }) => header.number));
  return heads.find(({ header }) => header.number >= newest - LAG_BLOCKS_MAX);
};
