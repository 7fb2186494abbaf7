import { Counter, Gauge } from 'prom-client';
import type { Metrics } from '#platform/telemetry/metrics.ts';

/** What one chain's watcher has to say in numbers. */
export interface ChainMetrics {
  /** A node has told its head. */
  answered(): void;
  /** Blocks between the newest head of all endpoints and what has been read. */
  lag(blocks: number): void;
  read(blocks: number, logs: number): void;
  told(kind: string): void;
  removed(events: number): void;
  reorg(depth: number, kind: 'replaced' | 'rolled-back' | 'beyond-window'): void;
  unknown(contract: string): void;
  rangeShrunk(host: string): void;
  rpcFailed(host: string, kind: string): void;
  /** Logs that the node asked first had kept from us. */
  secondOpinion(host: string, recovered: number): void;
}

export const createChainMetrics = (registry: Metrics, now: () => number): ((chain: string) => ChainMetrics) => {
  const registers = [registry];
  const name = (what: string) => `routebook_chain_events_${what}`;
  const gauge = (what: string, help: string) => new Gauge({ name: name(what), help, labelNames: ['chain'], registers });
  const counter = (what: string, help: string, ...labels: string[]) =>
    new Counter({ name: name(what), help, labelNames: ['chain', ...labels], registers });

  const lag = gauge('head_lag_blocks', 'Blocks between the newest head and what has been read');
  const answered = gauge(
    'last_answer_timestamp_seconds',
    'When a node of the chain last told its head; the start of the watcher until then',
  );
  const blocks = counter('blocks_total', 'Blocks read near the head, and blocks with logs further back');
  const logs = counter('logs_total', 'Logs of watched contracts read');
  const told = counter('told_total', 'Events published', 'kind');
  const removed = counter('removed_total', 'Events taken back: after a reorg, or when they turn out to be of another transfer');
  const reorgs = counter('reorgs_total', 'Reorgs seen', 'kind');
  const depth = gauge('last_reorg_blocks', 'Depth of the last reorg');
  const deepest = gauge('deepest_reorg_blocks', 'Depth of the deepest reorg since the start');
  const unknown = counter('unknown_total', 'Logs that no decoder takes; they are kept among the dead letters of chain-events', 'contract');
  const shrinks = counter('range_shrinks_total', 'Times a node refused a range of blocks', 'host');
  const failures = counter('rpc_failures_total', 'Exchanges with a node that brought nothing', 'host', 'kind');
  const opinions = counter('second_opinions_total', 'Blocks whose header spoke of logs that the node did not give', 'host');
  const recovered = counter('recovered_logs_total', 'Logs that a node had kept from us and another way gave', 'host');

  return (chain) => {
    let max = 0;
    answered.set({ chain }, now() / 1_000);
    return {
      answered: () => answered.set({ chain }, now() / 1_000),
      lag: (count) => lag.set({ chain }, count),
      read: (blockCount, logCount) => {
        blocks.inc({ chain }, blockCount);
        logs.inc({ chain }, logCount);
      },
      told: (kind) => told.inc({ chain, kind }),
      removed: (events) => removed.inc({ chain }, events),
      reorg: (count, kind) => {
        reorgs.inc({ chain, kind });
        depth.set({ chain }, count);
        max = Math.max(max, count);
        deepest.set({ chain }, max);
      },
      unknown: (contract) => unknown.inc({ chain, contract }),
      rangeShrunk: (host) => shrinks.inc({ chain, host }),
      rpcFailed: (host, kind) => failures.inc({ chain, host, kind }),
      secondOpinion: (host, count) => {
        opinions.inc({ chain, host });
        recovered.inc({ chain, host }, count);
      },
    };
  };
};
