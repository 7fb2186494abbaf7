import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoteRequest } from '#schemas/api/rest.ts';
import { inputIssue, pointerTo } from './input-issue.ts';
import { parseQuestion } from './question.ts';
import { parseQuoteQuery, parseQuoteWish } from './quote-wish.ts';

const priceOf = (priceId: string) => (priceId === 'ethereum' ? 2_500 : undefined);
const GOOD = { from: 'ethereum:WETH', to: 'base:WETH' };

test('a pointer is escaped as RFC 6901 says, and cut when it is endless, but never within a key or an escape', () => {
  expect(pointerTo('/params', ['a/b', 'm~n', 0])).toBe('/params/a~1b/m~0n/0');
  expect(pointerTo('', ['x'.repeat(100_000)]).length).toBeLessThan(300);
  expect(pointerTo('', ['/'.repeat(100_000)])).toMatch(/^\/(~1){1,300}$/);
  const longest = `42161:0x${'a'.repeat(40)}>42161:0x${'b'.repeat(40)}@${'9'.repeat(78)}`;
  expect(pointerTo('/versions', [longest])).toBe(`/versions/${longest}`);
});

test('a value of another type is named as JSON has it, an amount with one that would do', () => {
  const issueOf = (body: object) => {
    const { error } = quoteRequest.safeParse({ ...GOOD, ...body });
    return error && inputIssue(error, body).detail;
  };
  expect(issueOf({ maxWaitMs: '10' })).toBe('"maxWaitMs" must be a number');
  expect(issueOf({ sender: 5 })).toBe('"sender" must be a string in quotes');
  expect(issueOf({ weights: [] })).toBe('"weights" must be an object');
  expect(issueOf({ amountIn: 5 })).toContain('for example "1000000000"');
  expect(issueOf({ amountUsd: 5 })).toContain('for example "1000.50"');
});

describe('reading a quote', () => {
  test('never throws, whatever the body, and every refusal names a field or the body', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...Object.keys(quoteRequest.shape), 'x'), fc.anything())),
        (body) => {
          const wish = parseQuoteWish(body, priceOf);
          if (!wish.ok)
            expect(wish.error).toMatchObject({ pointer: expect.stringMatching(/^(\/|$)/), detail: expect.stringMatching(/.{10}/) });
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('tells of a misspelt field before the one that is missing for it', () => {
    const body = { form: 'ethereum:USDC', to: 'base:USDC', amountIn: '1' };
    const parsed = quoteRequest.safeParse(body);
    expect(parsed.error && inputIssue(parsed.error, body)).toMatchObject({ code: 'UNKNOWN_FIELD', pointer: '/form' });
  });

  test('is the same from a query as from a body', () => {
    const body = { ...GOOD, amountIn: '5', maxWaitMs: 10, slippageBps: 50, weights: { cost: 1.5, speed: 2 } };
    const query = { ...GOOD, amountIn: '5', maxWaitMs: '10', slippageBps: '50', weights: 'cost:1.5, speed:2' };
    expect(parseQuoteQuery(query, priceOf)).toEqual(parseQuoteWish(body, priceOf));
    for (const wrong of [{ maxWaitMs: '1e2' }, { slippageBps: '0x10' }, { maxWaitMs: ' 5' }, { weights: 'cost:1,cost:2' }])
      expect(parseQuoteQuery({ ...query, ...wrong }, priceOf)).toMatchObject({ error: { pointer: `/${Object.keys(wrong)[0]}` } });
    expect(parseQuoteQuery(query, priceOf).ok).toBe(true);
  });

  test.each([['cost'], ['cost:-1'], ['cost:1e3'], [''], ['cost:1;speed:2'], ['cost:NaN']])(
    'weights written "%s" are refused',
    (weights) => {
      expect(parseQuoteQuery({ ...GOOD, amountIn: '5', weights }, priceOf)).toMatchObject({ ok: false, error: { pointer: '/weights' } });
    },
  );
});

describe('an amount in USD', () => {
  test('becomes the same base units for everyone who asks about the same', () => {
    const keyOf = (amountUsd: string) => {
      const question = parseQuestion({ ...GOOD, amountUsd }, '', priceOf);
      return question.ok ? question.value.key : question.error.code;
    };
    expect(keyOf('1000')).toBe('ethereum:WETH>base:WETH@400000000000000000');
    expect(keyOf('1001.5')).toBe(keyOf('1000'));
  });

  test.each(['0', '-1', '1e3', '1.', '.5', '01', '0x10', ' 1', '1'.repeat(13), '1.1234567', '٣'])('"%s" is refused', (amountUsd) => {
    expect(parseQuestion({ ...GOOD, amountUsd }, '/params', priceOf)).toMatchObject({
      ok: false,
      error: { code: 'INVALID_AMOUNT', pointer: '/params/amountUsd' },
    });
  });

  test('without a live price is refused until there is one', () => {
    const question = parseQuestion({ from: 'ethereum:USDC', to: 'base:USDC', amountUsd: '5' }, '', priceOf);
    expect(question).toMatchObject({ ok: false, error: { code: 'PRICE_UNAVAILABLE', pointer: '/amountUsd' } });
  });
});
