import { expect, test } from 'vitest';
import { planTransfer } from './plan-transfer.ts';

const mix = { seed: 'a', acrossShare: 0.25, busShare: 0.4, expiringShare: 0.5 };
const plan = (seed: string, count = 400) => Array.from({ length: count }, (_, id) => planTransfer({ ...mix, seed }, id));

test('the same seed plans the same transfers, another seed others', () => {
  expect(plan('a')).toEqual(plan('a'));
  expect(plan('a', 1)).not.toEqual(plan('b', 1));
});

test('the mix is as asked, between two chains, to an account of its own', () => {
  const planned = plan('a');
  const across = planned.filter(({ bridge }) => bridge === 'across');
  expect(across.length / planned.length).toBeGreaterThan(0.15);
  expect(across.length / planned.length).toBeLessThan(0.35);
  expect(across.some(({ expires }) => expires) && across.some(({ expires }) => !expires)).toBe(true);
  const buses = planned.filter(({ bridge }) => bridge === 'stargate-bus');
  expect(buses.length / (planned.length - across.length)).toBeGreaterThan(0.3);
  expect(buses.length / (planned.length - across.length)).toBeLessThan(0.5);
  expect(planned.filter(({ bridge }) => bridge !== 'across').some(({ expires }) => expires)).toBe(false);
  expect(planned.some(({ originChainId, destinationChainId }) => originChainId === destinationChainId)).toBe(false);
  expect(new Set(planned.map(({ recipient }) => recipient)).size).toBe(planned.length);
  expect(new Set(planned.map(({ originChainId }) => originChainId)).size).toBe(6);
});
