import type { ChainLink } from '../../chains/chain-link.ts';
import type { Answer } from '../../upstream/answer.ts';
import type { World } from '../../world/world.ts';

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
export type QuoteFault = 'wrong-decimals' | 'wrong-token' | 'ten-times';

/** How a vendor's HTTP side is played. Faults of time and transport (slow, error, rate-limit, malformed, hang) every vendor has. */
export interface SimnetUpstream {
  /** The vendor's APIs by the manifest's name of the endpoint, each served below `/<name>/api`. */
  readonly apis: Readonly<Record<string, (tools: UpstreamTools) => UpstreamApi>>;
  /** The body of an error of the vendor's own. */
  readonly errorBody?: (status: number) => unknown;
  /** The faults of figures that its quotes can have: the honest answer to the spoilt one. */
  readonly quoteFaults?: Readonly<Partial<Record<QuoteFault, (answer: Answer) => Answer>>>;
  /** Its API heeds the fault `drained`, by `world.drained(id, corridor)`. */
  readonly drains?: true;
}
