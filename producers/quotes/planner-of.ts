import { quotesBudget } from '#bridges/_kit/budget-shares.ts';
import type { QuotaStore, StoredSlices } from '#platform/redis/quota-store.ts';
import type { BridgeInUse } from './bridges-in-use.ts';
import { createPlanner, type Planner } from './planner.ts';

/** The planner of the bridges that can be asked, with what an earlier process had asked of their quotas. The rest of a budget is for probes and for transactions. */
export const plannerOf = async (deps: {
  readonly asked: readonly BridgeInUse[];
  readonly quotas: QuotaStore;
  readonly intervalMs: number;
  readonly demandIntervalMs: number;
  readonly nowMs: number;
  readonly onError: (error: unknown) => void;
}): Promise<Planner> => {
  const { asked, quotas, onError, ...rest } = deps;
  const spent = await quotas.read().catch((error: unknown): ReadonlyMap<string, StoredSlices> => {
    onError(error);
    return new Map();
  });
  return createPlanner({
    ...rest,
    bridges: asked.map(({ manifest: { id }, budget }) => ({ id, budget: quotesBudget(budget), spent: spent.get(id) ?? [] })),
  });
};

/** What counts against each quota now, to be kept over a restart. */
export const spentOf = (planner: Planner, asked: readonly BridgeInUse[], nowMs: number): ReadonlyMap<string, StoredSlices> =>
  new Map(
    asked.flatMap(({ manifest: { id }, budget }) =>
      budget.quota === undefined ? [] : [[id, planner.provider(id)?.spent(nowMs) ?? []] as const],
    ),
  );
