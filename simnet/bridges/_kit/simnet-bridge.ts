import type { Logger } from '#platform/telemetry/logger.ts';
import type { ContractCode } from '../../artifacts/contract-code.ts';
import type { StandIns } from '../../artifacts/stand-ins.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import type { Construction } from '../../deploy/construct.ts';
import type { FindJobs } from '../../relayers/relay-loop.ts';
import type { SimnetUpstream } from './upstream.ts';

/**
 * What the simnet adds for one bridge: its contracts, its vendor's API, and whoever carries its money. A folder of `simnet/bridges`, named
 * in their registry; nothing else of the simnet names a bridge. Across and Stargate came before this shape, and their deployment is in
 * `simnet/deploy`.
 */
export interface SimnetBridge {
  /** The id of the bridge, and the folder's name. */
  readonly id: string;
  /**
   * What is put in place on a chain, at the mainnets' own addresses, batch by batch: those of a batch must not need each other in their
   * constructors. `code` was written for the simnet, `published` comes from the bridges' own packages.
   */
  constructions(chainId: number, code: StandIns, published: ContractCode): readonly (readonly Construction[])[];
  /** Settings and liquidity, once every contract of every bridge stands. */
  configure(link: ChainLink): Promise<void>;
  readonly relayers: readonly SimnetRelayer[];
  /** Absent for a bridge that has no HTTP side. */
  readonly upstream?: SimnetUpstream;
}

/** One who carries money from chain to chain, and may be slow or dead (`npm run simnet -- relayer`). */
export interface SimnetRelayer {
  readonly name: string;
  /** How often it looks for work. */
  readonly roundMs: number;
  /** Gives it what it pays out, on one chain; at the start, and again when the chain was deployed anew. */
  endow(link: ChainLink): Promise<void>;
  find(links: readonly ChainLink[], logger: Logger): FindJobs;
}
