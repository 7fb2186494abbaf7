import { describe, expect, test } from 'vitest';
import { quotesBudget } from '#bridges/_kit/budget-shares.ts';
import { BRIDGES } from '#bridges/registry.ts';
import { crowdOf, freshShare, planned, roundRobin } from './testing/simulate-budget.ts';

/** Every documented budget, as the producer may spend it, once, with whom it is of. */
const byBudget = Map.groupBy(
  BRIDGES.flatMap(({ manifest: { id, budget, budgetWithKey } }) => [
    { name: id, budget: quotesBudget(budget) },
    ...(budgetWithKey === undefined ? [] : [{ name: `${id} with a key`, budget: quotesBudget(budgetWithKey) }]),
  ]),
  ({ budget }) => JSON.stringify(budget),
);
const BUDGETS = [...byBudget.values()].flatMap((same) => {
  const [first] = same;
  return first === undefined ? [] : [{ name: same.map(({ name }) => name).join(', '), budget: first.budget }];
});
const CORRIDORS = [10, 100, 1_000];
/** Long enough for every corridor to be looked at; where a quota counts, its whole window. */
const SHORT_MS = 300_000;
const SEED = 20_261_126;
/** Sampling and the jitter of intervals differ by no more than this where both keep everything fresh. */
const NOISE = 0.005;
/** Where so small a part stays fresh, the budget binds. */
const BOUND = 0.9;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const shares = BUDGETS.flatMap(({ name, budget }) =>
  CORRIDORS.flatMap((corridors) =>
    [true, false].map((skewed) => {
      const horizonMs = Math.max(budget.quota?.perMs ?? 0, SHORT_MS);
      const tickMs = horizonMs > SHORT_MS ? 1_000 : 100;
      const crowd = crowdOf({ corridors, skewed, horizonMs, seed: SEED });
      const of = (asker: ReturnType<typeof planned>) => freshShare(crowd, asker, { horizonMs, tickMs, seed: SEED });
      return { name, corridors, skewed, budget, plannedShare: of(planned(budget)), naiveShare: of(roundRobin(budget)) };
    }),
  ),
);

const table = [
  '| provider | corridors | demand | planner | round-robin |',
  '| -------- | --------- | ------ | ------- | ----------- |',
  ...shares.map(
    ({ name, corridors, skewed, plannedShare, naiveShare }) =>
      `| ${name} | ${corridors} | ${skewed ? 'skewed' : 'all, always'} | ${percent(plannedShare)} | ${percent(naiveShare)} |`,
  ),
].join('\n');
process.stdout.write(`looked at and fresher than 10 s:\n${table}\n`);

describe('the planner against asking in turn', () => {
  const rows = shares.map((row) => [`${row.name}, ${row.corridors} corridors, ${row.skewed ? 'skewed' : 'all looked at'}`, row] as const);

  test.each(rows)('%s: never worse', (_name, { plannedShare, naiveShare }) => {
    expect(plannedShare).toBeGreaterThanOrEqual(naiveShare - NOISE);
  });

  const binding = rows.filter(([, { naiveShare, skewed }]) => skewed && naiveShare < BOUND);

  test('some budgets bind', () => {
    expect(binding.length).toBeGreaterThan(0);
  });

  test.each(binding)('%s: clearly better, as the budget binds', (_name, { plannedShare, naiveShare }) => {
    // Half as much again, or half of what asking in turn lets go stale.
    expect(plannedShare).toBeGreaterThan(Math.min(naiveShare * 1.5, (1 + naiveShare) / 2));
  });
});
