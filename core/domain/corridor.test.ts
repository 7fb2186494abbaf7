import { describe, expect, test } from 'vitest';
import { bookKey, corridorById, parseCorridor, splitBookKey } from './corridor.ts';

describe('reading a corridor', () => {
  test('is canonical however it was written', () => {
    expect(parseCorridor('1:usdc>42161:0xaf88d065e77c8cc2239327c5edb3a432268e5831', '/corridor')).toMatchObject({
      ok: true,
      value: { id: 'ethereum:USDC>arbitrum:USDC' },
    });
  });

  test.each([
    ['ethereum:USDC', 'INVALID_CORRIDOR'],
    ['>base:USDC', 'INVALID_CORRIDOR'],
    ['ethereum:USDC>', 'INVALID_PARAMETER'],
    ['ethereum:USDC>1:USDC', 'SAME_ASSET'],
    ['ethereum:USDC>mars:USDC', 'UNKNOWN_CHAIN'],
    [`${'a'.repeat(500)}>b`, 'INVALID_CORRIDOR'],
  ])('text %# is refused with a code', (text, code) => {
    expect(parseCorridor(text, '/corridor')).toMatchObject({ ok: false, error: { code, pointer: '/corridor' } });
  });
});

test('a corridor is found by its id, and a key splits into what it was made of', () => {
  const corridor = corridorById('ethereum:USDC>base:USDC');
  expect(corridor?.to.chainId).toBe(8453);
  expect(corridorById('ethereum:USDC')).toBeUndefined();
  expect(splitBookKey(bookKey('ethereum:USDC>base:USDC', 12n))).toEqual({ corridor: 'ethereum:USDC>base:USDC', amountIn: 12n });
});
