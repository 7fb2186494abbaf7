import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unsupportedEvent } from './ask.ts';
import { createPlanner, DEMAND_BOOKS_MAX, type Planner, type Question } from './planner.ts';

const USDC = 'ethereum:USDC>arbitrum:USDC';
const WETH = 'ethereum:WETH>base:WETH';
const book = (corridor: string, amount: number) => `${corridor}@${amount}`;
const plenty = { perSecond: 1_000, burst: 1_000, concurrency: 1_000 };
const INTERVAL_MS = 10_000;
const DEMAND_MS = 3_000;
const planner = (bridges: Parameters<typeof createPlanner>[0]['bridges'] = [{ id: 'a', budget: plenty }]) =>
  createPlanner({ bridges, intervalMs: INTERVAL_MS, demandIntervalMs: DEMAND_MS, nowMs: 0 });
const asked = (questions: readonly Question[]) => questions.map((question) => `${question.bridge}|${question.book}`);

describe('one bridge, all the budget', () => {
  test('a base book is asked at once and then every interval, give or take a tenth', () => {
    const plans = planner();
    plans.setBase([book(USDC, 1)]);
    const first = plans.plan(0);
    expect(asked(first.ask)).toEqual([`a|${book(USDC, 1)}`]);
    plans.settle(first.ask[0] as Question, 100, null);
    expect(plans.plan(INTERVAL_MS * 0.9 - 1).ask).toEqual([]);
    expect(plans.plan(INTERVAL_MS * 1.1).ask).toHaveLength(1);
  });

  test('what is demanded is asked at once, then every demand interval, and no more when it lapses', () => {
    const plans = planner();
    plans.want(book(USDC, 7), 10_000);
    const first = plans.plan(0);
    expect(first.ask).toHaveLength(1);
    plans.settle(first.ask[0] as Question, 50, null);
    const second = plans.plan(DEMAND_MS * 1.1);
    expect(second.ask).toHaveLength(1);
    plans.settle(second.ask[0] as Question, DEMAND_MS * 1.1 + 50, null);
    expect(plans.plan(10_000).ask).toEqual([]);
    expect(plans.demanded).toBe(0);
  });

  test('a question that is open is not asked again, however long it takes and whoever looks', () => {
    const plans = planner();
    plans.setBase([book(USDC, 1)]);
    const { ask } = plans.plan(0);
    plans.want(book(USDC, 1), 100_000);
    expect(plans.plan(50_000).ask).toEqual([]);
    plans.settle(ask[0] as Question, 50_000, null);
    expect(plans.plan(50_001).ask).toHaveLength(1);
  });

  test('a corridor that the bridge does not serve is never asked, and said once in 30 s to who looks', () => {
    const plans = planner();
    plans.setCorridors('a', new Set([WETH]));
    plans.setBase([book(USDC, 1), book(WETH, 1)]);
    const base = plans.plan(0);
    expect(asked(base.ask)).toEqual([`a|${book(WETH, 1)}`]);
    expect(base.unsupported).toEqual([]);
    plans.want(book(USDC, 1), 100_000);
    expect(asked(plans.plan(1_000).unsupported)).toEqual([`a|${book(USDC, 1)}`]);
    expect(plans.plan(30_999).unsupported).toEqual([]);
    expect(plans.plan(31_000).unsupported).toHaveLength(1);
  });

  test('more demand than anybody could serve is refused, and what is known stays', () => {
    const plans = planner();
    for (let amount = 1; amount <= DEMAND_BOOKS_MAX; amount += 1) expect(plans.want(book(USDC, amount), 1_000)).toBe(true);
    expect(plans.want(book(USDC, DEMAND_BOOKS_MAX + 1), 1_000)).toBe(false);
    expect(plans.want(book(USDC, 1), 2_000)).toBe(true);
    expect(plans.demanded).toBe(DEMAND_BOOKS_MAX);
  });
});

describe('budgets', () => {
  const scarce = { perSecond: 2, burst: 2, concurrency: 100 };

  test('demand goes before base', () => {
    const plans = planner([{ id: 'a', budget: scarce }]);
    plans.setBase([book(USDC, 1), book(USDC, 2), book(USDC, 3)]);
    plans.want(book(WETH, 9), 60_000);
    expect(asked(plans.plan(0).ask)[0]).toBe(`a|${book(WETH, 9)}`);
  });

  test('a pause silences its provider alone, and ends', () => {
    const plans = planner([
      { id: 'a', budget: plenty },
      { id: 'b', budget: plenty },
    ]);
    plans.want(book(USDC, 1), 1_000_000);
    const first = plans.plan(0);
    for (const question of first.ask) plans.settle(question, 10, question.bridge === 'a' ? 20_000 : null);
    const during = plans.plan(19_000);
    expect(asked(during.ask)).toEqual([`b|${book(USDC, 1)}`]);
    expect(during.wakeAtMs).toBeLessThanOrEqual(20_010);
    expect(asked(plans.plan(20_010).ask)).toContain(`a|${book(USDC, 1)}`);
  });
});

describe('a crowd', () => {
  test('of ever new books does not keep those who look already from being asked for', () => {
    const plans = planner([{ id: 'a', budget: { perSecond: 10, burst: 10, concurrency: 100 } }]);
    const own = book(WETH, 9);
    const askedAt: number[] = [];
    for (let nowMs = 0; nowMs <= 120_000; nowMs += 100) {
      plans.want(own, nowMs + 10_000);
      // Five times what the budget takes.
      for (let each = 1; each <= 5; each += 1) plans.want(book(USDC, nowMs * 10 + each), nowMs + 10_000);
      for (const question of plans.plan(nowMs).ask) {
        if (question.book === own) askedAt.push(nowMs);
        plans.settle(question, nowMs, null, question.book === own ? BigInt(nowMs) : 1n);
      }
    }
    expect(askedAt.length).toBeGreaterThan(5);
    const waits = askedAt.slice(1).map((atMs, at) => atMs - (askedAt[at] ?? 0));
    // A quote lives no longer than 30 s.
    expect(Math.max(...waits)).toBeLessThan(30_000);
  });

  test('that asks for more than there is costs no provider a token, and is answered once in 30 s, in each bridge’s stead', () => {
    const mostUnits = 10n ** 18n;
    const plans = planner([{ id: 'a', budget: { perSecond: 1, burst: 3, concurrency: 3 } }]);
    const absurd = [mostUnits + 1n, 10n ** 30n, 2n ** 256n - 1n].map((amountIn) => `${USDC}@${amountIn}`);
    for (const each of absurd) plans.want(each, 100_000);
    plans.setCorridors('a', new Set([USDC]));
    const { ask, unsupported } = plans.plan(0);
    expect([asked(ask), asked(unsupported)]).toEqual([[], absurd.map((each) => `a|${each}`)]);
    expect(plans.provider('a')?.tokens(0)).toBe(3);
    expect(plans.plan(29_999).unsupported).toEqual([]);
    for (const question of unsupported) {
      const said = { amountIn: question.amountIn, askedAtMs: 7, observedAtMs: 7, outcome: { failure: { code: 'AMOUNT_TOO_HIGH' } } };
      expect(unsupportedEvent(question, 'id', 7)).toMatchObject(said);
    }
    const most = `${USDC}@${mostUnits}`;
    plans.want(most, 100_000);
    expect(asked(plans.plan(30_000).ask)).toEqual([`a|${most}`]);
  });
});

describe('a quota', () => {
  const quota = { questions: 4, perMs: 7_200_000 };
  const metered = () => planner([{ id: 'a', budget: { ...plenty, quota } }]);
  const answered = (plans: Planner, nowMs: number) => {
    const { ask } = plans.plan(nowMs);
    for (const question of ask) plans.settle(question, nowMs, null, 1_000_000n);
    return ask.length;
  };

  test('is not spent where nobody looks, and at once where somebody does', () => {
    const plans = metered();
    plans.setBase([book(USDC, 1), book(USDC, 2)]);
    expect(answered(plans, 0)).toBe(0);
    plans.want(book(USDC, 1), 10_000);
    expect(asked(plans.plan(100).ask)).toEqual([`a|${book(USDC, 1)}`]);
  });

  test('is never exceeded, and says when there is more', () => {
    const plans = metered();
    let spent = 0;
    for (let nowMs = 0; nowMs < quota.perMs; nowMs += 10_000) {
      for (let amount = 1; amount <= 3; amount += 1) plans.want(book(USDC, amount), nowMs + 20_000);
      spent += answered(plans, nowMs);
    }
    expect(spent).toBe(quota.questions);
    const left = plans.provider('a')?.quota(quota.perMs - 1);
    expect(left?.left).toBe(0);
    expect(left?.resetsAtMs).toBeGreaterThanOrEqual(quota.perMs);
  });

  test('goes on over a restart', () => {
    const first = metered();
    for (let amount = 1; amount <= 3; amount += 1) first.want(book(USDC, amount), 10_000);
    expect(answered(first, 0)).toBe(3);
    const spent = first.provider('a')?.spent(0) ?? [];
    const second = createPlanner({
      bridges: [{ id: 'a', budget: { ...plenty, quota }, spent }],
      intervalMs: INTERVAL_MS,
      demandIntervalMs: DEMAND_MS,
      nowMs: 1_000,
    });
    for (let amount = 1; amount <= 3; amount += 1) second.want(book(WETH, amount), 10_000);
    expect(answered(second, 1_000)).toBe(1);
  });
});

test('books whose answers change are asked more often than calm ones', () => {
  const plans = planner();
  const counts = new Map<string, number>();
  for (let nowMs = 0; nowMs < 120_000; nowMs += 100) {
    for (const amount of [1, 2]) plans.want(book(USDC, amount), nowMs + 10_000);
    for (const question of plans.plan(nowMs).ask) {
      counts.set(question.book, (counts.get(question.book) ?? 0) + 1);
      plans.settle(question, nowMs, null, question.amountIn === 1n ? BigInt(1_000_000 + nowMs) : 1_000_000n);
    }
  }
  expect(counts.get(book(USDC, 1))).toBeGreaterThan(35);
  expect(counts.get(book(USDC, 2))).toBeLessThan(20);
  expect(plans.pace('a', 119_900)).toEqual({ demandMs: 5_500, baseMs: null });
});

type Action =
  | { kind: 'want' | 'base'; books: number[] }
  | { kind: 'settle'; share: number; pauseMs: number | null }
  | { kind: 'pass'; ms: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constantFrom('want' as const, 'base' as const), books: fc.array(fc.integer({ min: 1, max: 12 })) }),
  fc.record({ kind: fc.constant('settle' as const), share: fc.double({ min: 0, max: 1, noNaN: true }), pauseMs: fc.option(fc.nat(5_000)) }),
  fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(4_000) }),
);

/** Runs a random history and looks at each plan. */
const run = (
  actions: readonly Action[],
  look: (state: { nowMs: number; ask: readonly Question[]; open: Question[]; plans: Planner }) => void,
) => {
  const budget = { perSecond: 5, burst: 8, concurrency: 6 };
  const plans = planner([
    { id: 'a', budget },
    { id: 'b', budget },
  ]);
  const open: Question[] = [];
  let nowMs = 0;
  for (const step of actions) {
    if (step.kind === 'pass') nowMs += step.ms;
    if (step.kind === 'base') plans.setBase(step.books.map((amount) => book(USDC, amount)));
    if (step.kind === 'want') for (const amount of step.books) plans.want(book(USDC, amount), nowMs + 10_000);
    if (step.kind === 'settle')
      for (const question of open.splice(0, Math.ceil(open.length * step.share))) plans.settle(question, nowMs, step.pauseMs);
    const { ask, wakeAtMs } = plans.plan(nowMs);
    expect(wakeAtMs).toBeGreaterThan(nowMs);
    look({ nowMs, ask, open, plans });
    open.push(...ask);
  }
};

describe('any history', () => {
  test('never two open questions for one bridge, corridor and amount', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        run(actions, ({ ask, open }) => {
          const ids = asked([...open, ...ask]);
          expect(new Set(ids).size).toBe(ids.length);
        });
      }),
      { seed: 11 },
    );
  });

  test('no more than the budget in any time, and no more open than allowed', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        let spent = 0;
        run(actions, ({ ask, open, nowMs }) => {
          spent += ask.filter(({ bridge }) => bridge === 'a').length;
          expect(spent).toBeLessThanOrEqual(8 + (nowMs * 5) / 1_000);
          expect([...open, ...ask].filter(({ bridge }) => bridge === 'a').length).toBeLessThanOrEqual(6);
        });
      }),
      { seed: 12 },
    );
  });

  test('whoever looks is served in the end: every demanded book is asked of every bridge', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (amounts) => {
        const budget = { perSecond: 5, burst: 2, concurrency: 2 };
        const plans = planner([{ id: 'a', budget }]);
        plans.setBase(Array.from({ length: 20 }, (_, at) => book(WETH, at + 1)));
        const seen = new Set<string>();
        for (let nowMs = 0; nowMs <= 20_000; nowMs += 100) {
          for (const amount of amounts) plans.want(book(USDC, amount), nowMs + 10_000);
          for (const question of plans.plan(nowMs).ask) {
            seen.add(question.book);
            plans.settle(question, nowMs, null);
          }
        }
        for (const amount of amounts) expect(seen).toContain(book(USDC, amount));
      }),
      { seed: 13, numRuns: 30 },
    );
  });
});
