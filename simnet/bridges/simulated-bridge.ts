import type { ContractCode } from '../artifacts/contract-code.ts';
import type { ChainLink } from '../chains/chain-link.ts';
import type { Construction } from '../deploy/construct.ts';
import type { FindJobs } from '../relayers/relay-loop.ts';
import type { Answer } from '../upstream/answer.ts';
import type { World } from '../world/world.ts';

/** What a vendor's simulator is made from. */
export interface UpstreamTools {
  readonly world: World;
  /** The step of the world's clock now. */
  readonly step: () => number;
  readonly nowMs: () => number;
  readonly links: readonly ChainLink[];
}

export interface UpstreamRequest {
  readonly method: string;
  /** Below the API's base. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** A JSON body, parsed; undefined without one. */
  readonly body: unknown;
}

export type UpstreamApi = (request: UpstreamRequest) => Answer | Promise<Answer>;

/** Faults that are in the figures of an honest quote. */
export const QUOTE_FAULTS = ['wrong-decimals', 'wrong-token', 'ten-times'] as const;
export type QuoteFault = (typeof QUOTE_FAULTS)[number];

/** Somebody who carries money or messages from chain to chain. */
export interface SimulatedRelayer {
  /** What `npm run simnet -- relayer NAME` calls it. */
  readonly name: string;
  /** How often it looks. */
  readonly roundMs: number;
  readonly find: (links: readonly ChainLink[]) => FindJobs;
  /** Gives it on one chain what it pays out; at the start, and again on chains that were deployed anew. */
  readonly endow?: (link: ChainLink) => Promise<void>;
}

/** What one bridge brings to the simnet. A file each, named in `simulated-bridges.ts`; nothing else of the simnet names a bridge. */
export interface SimulatedBridge {
  /** The bridge's id, by which faults and dials call it. */
  readonly id: string;
  /** The vendor's APIs by the manifest's name of the endpoint, each served below `/<name>/api`. */
  readonly apis?: Readonly<Record<string, (tools: UpstreamTools) => UpstreamApi>>;
  /** The body of an error of the vendor's own; any other vendor's is made up. */
  readonly errorBody?: (status: number) => unknown;
  /** The faults of figures that its quotes can have: the honest answer to the spoilt one. */
  readonly quoteFaults?: Readonly<Partial<Record<QuoteFault, (answer: Answer) => Answer>>>;
  /** Its API heeds the fault `drained`, by `world.drained(id, corridor)`. */
  readonly drains?: true;
  /**
   * Its contracts on a chain, in batches: those of one batch must not need each other in their constructors. `configure` comes after all
   * contracts of all bridges stand on that chain; tokens, Multicall3 and LayerZero's endpoint stand before.
   */
  readonly contracts?: (chainId: number, code: ContractCode) => readonly (readonly Construction[])[];
  readonly configure?: (link: ChainLink) => Promise<void>;
  readonly relayers?: readonly SimulatedRelayer[];
}
