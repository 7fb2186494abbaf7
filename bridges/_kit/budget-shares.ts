import type { BridgeBudget, BridgeManifest } from './bridge-manifest.ts';

/** Of what a vendor lets us ask, this much is kept for probes: they are asked by another process, and together they must not exceed it. */
const PROBES_SHARE = 0.05;
/** Of a quota, this much is kept for transactions: the API asks again for each before it is handed out. */
const TRANSACTIONS_SHARE = 0.1;

/** A window of minutes is one more way to write a rate; a quota over longer than this runs out, and has to be spent with care. */
const LONG_QUOTA_MS = 600_000;

/** Whether a quota lasts so long that running out of it leaves nobody an answer for a while. */
export const isLong = (quota: { readonly perMs: number } | undefined): boolean => quota !== undefined && quota.perMs > LONG_QUOTA_MS;

type Keys = Readonly<Record<string, string>>;

/** What the vendor lets us ask with the keys that are configured. */
export const budgetOf = ({ apiKey, budget, budgetWithKey }: BridgeManifest, keys: Keys): BridgeBudget =>
  apiKey !== undefined && keys[apiKey.variable] !== undefined ? (budgetWithKey ?? budget) : budget;

/** Why a bridge in use cannot be asked; undefined when it can. */
export const offReason = ({ apiKey }: BridgeManifest, keys: Keys): string | undefined =>
  apiKey?.required === true && keys[apiKey.variable] === undefined ? `needs a key of its vendor: set ${apiKey.variable}` : undefined;

/** What the quotes producer may ask of a bridge. */
export const quotesBudget = ({ perSecond, burst, concurrency, quota }: BridgeBudget): BridgeBudget => ({
  perSecond: perSecond * (1 - PROBES_SHARE),
  burst: Math.max(burst - 1, 1),
  concurrency: Math.max(concurrency - 1, 1),
  ...(quota === undefined
    ? {}
    : { quota: { questions: Math.max(Math.floor(quota.questions * (1 - PROBES_SHARE - TRANSACTIONS_SHARE)), 1), perMs: quota.perMs } }),
});

/** The shortest time between two probes of a bridge, one of which is open at a time. */
export const probePauseMs = ({ perSecond, quota }: BridgeBudget): number =>
  Math.max(1_000 / (perSecond * PROBES_SHARE), quota === undefined ? 0 : quota.perMs / (quota.questions * PROBES_SHARE));
