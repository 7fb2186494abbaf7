/** One chain of the OP Stack: where its bridge stands on Ethereum, and what it carries. */
export interface OpStackChain {
  /** The bridge's id, and its folder's name. */
  readonly id: string;
  readonly name: string;
  /** Where the addresses below were published. */
  readonly source: string;
  readonly chainId: number;
  /** On Ethereum. */
  readonly l1: {
    readonly standardBridge: string;
    readonly messenger: string;
    readonly portal: string;
    readonly disputeGameFactory: string;
  };
  /** Symbols of the tokens that its standard bridge mints there for those on Ethereum, both sides as the registry lists them. */
  readonly tokens: readonly string[];
  readonly docs: string;
  readonly links: Readonly<Record<string, string>>;
  /** How feeds about all bridges call it. */
  readonly names: readonly string[];
}

/** Every OP Stack chain here settles on Ethereum. */
export const L1_CHAIN_ID = 1;

/** The same on every OP Stack chain. Source: specs.optimism.io, predeploys. */
export const L2_MESSENGER = '0x4200000000000000000000000000000000000007';
export const L2_STANDARD_BRIDGE = '0x4200000000000000000000000000000000000010';
export const L2_MESSAGE_PASSER = '0x4200000000000000000000000000000000000016';
