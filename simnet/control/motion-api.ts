import { join } from 'node:path';
import type { Hex } from 'viem';
import { z } from 'zod';
import { CHAINS } from '#core/domain/chain.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { ChainLink } from '../chains/chain-link.ts';
import { TRAFFIC_PER_SECOND_MAX } from '../options.ts';
import { createRelayerDials } from '../relayers/dials.ts';
import { RELAYER_NAMES } from '../relayers/relayer-names.ts';
import { type Relayers, startRelayers } from '../relayers/start-relayers.ts';
import { reorganise, rollBack } from '../reorg/reorg.ts';
import { openLedger } from '../traffic/ledger.ts';
import { startTraffic, type Traffic } from '../traffic/start-traffic.ts';
import { type Answer, json } from '../upstream/answer.ts';

/** Deep enough for any test; the node keeps no more than 64 old states to go back to. */
const REORG_DEPTH_MAX = 64;

const hash = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((value) => value as Hex);
const reorgRequest = z.strictObject({
  chain: z.enum(CHAINS.map(({ slug }) => slug)),
  depth: z.int().min(1).max(REORG_DEPTH_MAX),
  fate: z.enum(['drop', 'keep', 'move', 'rollback']).default('drop'),
  transactions: z.array(hash).max(100).default([]),
  toBlock: z.int().min(0).default(0),
});
const relayerRequest = z.strictObject({
  relayer: z.enum([...RELAYER_NAMES]),
  delayMs: z.int().min(0).max(3_600_000).optional(),
  dead: z.boolean().optional(),
});
const share = z.number().min(0).max(1);
const trafficRequest = z.strictObject({
  perSecond: z.number().positive().max(TRAFFIC_PER_SECOND_MAX).default(1),
  acrossShare: share.default(0.5),
  busShare: share.default(0.3),
  expiringShare: share.default(0),
  seed: z.string().min(1).max(100).default('traffic'),
  count: z.int().positive().optional(),
});

export interface MotionApi {
  /** Undefined for a path that is not of this side. */
  readonly handle: (request: { method: string; path: string; body: unknown }) => Promise<Answer | undefined>;
  /** Starts the relayers, and traffic at this rate if it is above 0. */
  start(trafficPerSecond: number): Promise<void>;
  /** Chains that were deployed anew know nobody: gives relayers and traffic their money again. */
  endow(): Promise<void>;
  stop(): Promise<void>;
}

/** Money in motion: who carries it, what is sent, and chains that change their mind. */
export const createMotionApi = (deps: { links: readonly ChainLink[]; dataDir: string; logger: Logger; nowMs: () => number }): MotionApi => {
  const { links, logger, nowMs } = deps;
  const ledgerFile = join(deps.dataDir, 'traffic.jsonl');
  const dials = createRelayerDials();
  let relayers: Relayers | undefined;
  let traffic: Traffic | undefined;

  const parsed = async <T>(shape: z.ZodType<T>, body: unknown, act: (request: T) => Promise<Answer>): Promise<Answer> => {
    const request = shape.safeParse(body ?? {});
    if (request.success) return act(request.data);
    return json(
      { error: request.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'body'}: ${message}`).join('; ') },
      400,
    );
  };
  const reorg = async (request: z.infer<typeof reorgRequest>): Promise<Answer> => {
    const link = links.find(({ chain }) => chain.slug === request.chain);
    if (link === undefined) return json({ error: `no chain "${request.chain}"` }, 400);
    const { depth, fate, transactions, toBlock } = request;
    try {
      if (fate === 'rollback') await rollBack(link, depth);
      else await reorganise(link, depth, fate === 'move' ? { kind: fate, transactions, toBlock } : { kind: fate });
    } catch (error) {
      return json({ error: error instanceof Error ? error.message : String(error) }, 400);
    }
    return json({ chain: request.chain, depth, fate });
  };
  const status = () =>
    json({ running: traffic?.running ?? false, sent: traffic?.sent ?? 0, settled: traffic?.settled ?? 0, ledger: ledgerFile });
  const begin = async (options: z.infer<typeof trafficRequest>): Promise<Answer> => {
    await traffic?.stop();
    const { count, ...rest } = options;
    const ledger = await openLedger(ledgerFile);
    traffic = await startTraffic({ links, ledger, options: count === undefined ? rest : { ...rest, count }, logger, now: nowMs });
    return status();
  };

  return {
    handle: async ({ method, path, body }) => {
      switch (`${method} ${path}`) {
        case 'POST /control/reorg':
          return parsed(reorgRequest, body, reorg);
        case 'PUT /control/relayers':
          return parsed(relayerRequest, body, async ({ relayer, delayMs, dead }) => {
            dials.set(relayer, { ...(delayMs === undefined ? {} : { delayMs }), ...(dead === undefined ? {} : { dead }) });
            return json({ relayer, delayMs: dials.delayMs(relayer), dead: dials.isDead(relayer) });
          });
        case 'GET /control/traffic':
          return status();
        case 'POST /control/traffic':
          return parsed(trafficRequest, body, begin);
        case 'DELETE /control/traffic': {
          traffic?.pause();
          return status();
        }
        default:
          return undefined;
      }
    },
    start: async (perSecond) => {
      relayers = await startRelayers({ links, dials, logger, now: nowMs });
      // A seed of its own: the recipients of an earlier run have their money already.
      if (perSecond > 0) await begin(trafficRequest.parse({ perSecond, seed: `since ${nowMs()}` }));
    },
    endow: async () => {
      await relayers?.endow();
      await traffic?.endow();
    },
    stop: async () => {
      await traffic?.stop();
      await relayers?.stop();
    },
  };
};
