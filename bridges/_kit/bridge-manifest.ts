export interface BridgeManifest {
  /** Stable id: the folder's name. */
  readonly id: string;
  readonly name: string;
  readonly chains: readonly number[];
  /** Symbols of the registry that it carries on some of its chains; `corridors` says what is served now. */
  readonly assets: readonly string[];
  /** Who has to be honest for the money to arrive. */
  readonly trust: 'optimistic-relayer' | 'message-layer' | 'canonical' | 'issuer' | 'bonded-relayer' | 'solver' | 'meta';
  /** An aggregator, which sends by a bridge of its own choice. */
  readonly meta?: true;
  /** In use only where ROUTEBOOK_BRIDGES names it. */
  readonly offByDefault?: true;
  /** Where the vendor documents it. */
  readonly docs: string;
  /** Further pages that its facts come from, by what they tell: `api`, `status`, `limits`, `contracts`. */
  readonly links?: Readonly<Record<string, string>>;
  /**
   * The vendor's HTTP APIs by name. Each is configured by `<NAME>_API_URL` (`across` by ACROSS_API_URL); on the mainnets that is `url`
   * unless it is set, and the simnet serves each below `/<name>/api`.
   */
  readonly endpoints: Readonly<Record<string, VendorEndpoint>>;
  /** A key that the vendor takes or demands, and the variable it is configured by. */
  readonly apiKey?: {
    readonly variable: string;
    readonly required: boolean;
    readonly about: string;
    /** The header that carries it, in lower case, and a word before it: `authorization`, `Bearer`. Absent where it goes into the query. */
    readonly header?: { readonly name: string; readonly scheme?: string };
  };
  /** A name that the vendor gives to those who ask for one, and its variable; it comes with the keys. */
  readonly callerId?: { readonly variable: string; readonly about: string };
  /** What its operator may choose, each by a variable of its own. */
  readonly choices?: readonly VendorChoice[];
  /** What the vendor documents of amounts, in USD; null where it documents none. The limits of one amount come with its quote. */
  readonly limits: { readonly minUsd: number | null; readonly maxUsd: number | null };
  /** How often the vendor lets us ask, as documented. One token a question. */
  readonly budget: BridgeBudget;
  /** The same with the API key. */
  readonly budgetWithKey?: BridgeBudget;
  /**
   * No contract tells of its fills: only `status` names the transaction that paid. Such a transaction is read on its chain before anything is
   * believed; this says how often the vendor may be asked for it, all transfers together, and until how long after a deposit.
   */
  readonly toldFills?: { readonly budget: Omit<BridgeBudget, 'quota'>; readonly askedForMs: number };
  /**
   * One message carries several of its transfers, and a fill names the message alone. Such a `fill` has no transfer's key; the `message-sent` has
   * those of all whom it carries. Both say `guid` and `originChainId`, by which the watcher joins them.
   */
  readonly sharesMessages?: true;
  /** Its vendor takes a deposit as a plain transfer to an address too, for whoever asks for one (`TransactionRequest.depositAddress`). */
  readonly depositAddresses?: true;
  /** How long an answer may be believed when the vendor does not say. At most 30 s. */
  readonly quoteLifetimeMs: number;
  /** Where others tell how it fares. */
  readonly health?: {
    /** A GET below one of its `endpoints` that answers 2xx while the API works, and is cheap. */
    readonly ping?: { readonly endpoint: string; readonly path: string };
    /** Its name in DefiLlama's paths (`/tvl/{slug}`). */
    readonly tvlSlug?: string;
    /** How feeds about all bridges call it, in their capitals: a name that is also a word needs more than itself. */
    readonly names: readonly string[];
  };
}

export interface VendorEndpoint {
  /** The public base URL, without a slash at its end. */
  readonly url: string;
  /** What it is, for the list of variables: `Across’s API`. */
  readonly about: string;
}

/** One of several ways in which a vendor can be asked. The first value holds where none is chosen. */
export interface VendorChoice {
  readonly variable: string;
  readonly values: readonly [string, ...string[]];
  /** For the list of variables, without a full stop. */
  readonly about: string;
}

export interface BridgeBudget {
  readonly perSecond: number;
  readonly burst: number;
  readonly concurrency: number;
  /** No more than so many questions within any window of that length. */
  readonly quota?: { readonly questions: number; readonly perMs: number };
}
