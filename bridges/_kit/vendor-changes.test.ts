import { expect, test } from 'vitest';
import { vendorChanges, withMoreFields } from './vendor-changes.ts';

const answer = {
  chainId: 10,
  chain: 'optimism',
  token: '0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85',
  amount: '1000000',
  paused: false,
  fees: [{ total: '500' }, { total: '7' }],
};
const changed = vendorChanges(JSON.stringify(answer)).map(({ body }) => JSON.parse(body) as unknown);

test.each<[string, unknown]>([
  ['an amount as a number', { ...answer, amount: 1_000_000 }],
  ['an amount in wei', { ...answer, amount: '1000000000000000000' }],
  [
    'every amount in wei',
    { ...answer, amount: `1${'0'.repeat(18)}`, fees: [{ total: `5${'0'.repeat(14)}` }, { total: `7${'0'.repeat(12)}` }] },
  ],
  ['an amount as hex', { ...answer, amount: '0xf4240' }],
  ['an amount in an object', { ...answer, amount: { value: '1000000' } }],
  ['another chain', { ...answer, chainId: 8453 }],
  ['a chain as text', { ...answer, chainId: '10' }],
  ['another chain’s name', { ...answer, chain: 'base' }],
  ['another token', { ...answer, token: `0x${'ab'.repeat(20)}` }],
  ['a flag turned round', { ...answer, paused: true }],
  ['a list twice', { ...answer, fees: [...answer.fees, ...answer.fees] }],
  ['an empty list', { ...answer, fees: [] }],
  ['a null in a list', { ...answer, fees: [null, { total: '7' }] }],
  ['a field left out', { ...answer, fees: [{}, { total: '7' }] }],
  ['nothing but nulls', { chainId: null, chain: null, token: null, amount: null, paused: null, fees: [{ total: null }, { total: null }] }],
])('%s is among the changes', (_name, body) => {
  expect(changed).toContainEqual(body);
});

test('of a long answer some hundred changes are tried, from its beginning to its end', () => {
  const long = vendorChanges(JSON.stringify({ list: Array.from({ length: 2_000 }, (_one, index) => ({ id: String(index) })) }));
  expect(long.length).toBeLessThan(1_000);
  const places = long.flatMap(({ name }) => /^list\.(\d+)\./.exec(name)?.[1] ?? []).map(Number);
  expect(Math.min(...places)).toBeLessThan(20);
  expect(Math.max(...places)).toBeGreaterThan(1_980);
});

test('new fields come into every object but into tables by address or number', () => {
  const table = { '0xab': { decimals: 6 }, '10': { decimals: 18 } };
  const grown = JSON.parse(withMoreFields(JSON.stringify({ table, list: ['x'] })));
  expect(Object.keys(grown)).toEqual(['table', 'list', 'addedLately', 'added-lately']);
  expect(Object.keys(grown.table).sort()).toEqual(['0xab', '10']);
  expect(grown.table['0xab']).toMatchObject({ decimals: 6, 'added-lately': null });
  expect(grown.list).toEqual(['x']);
});
