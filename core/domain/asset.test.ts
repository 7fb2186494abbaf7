import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checksumAddress } from './address.ts';
import { ASSETS, assetByAddress, parseAsset } from './asset.ts';
import { CHAINS } from './chain.ts';

const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';

describe('the registry', () => {
  test('holds checksummed addresses and no asset twice', () => {
    for (const asset of ASSETS) expect(checksumAddress(asset.address)).toBe(asset.address);
    expect(new Set(ASSETS.map(({ id }) => id)).size).toBe(ASSETS.length);
    expect(new Set(ASSETS.map(({ chainId, address }) => `${chainId}:${address}`)).size).toBe(ASSETS.length);
  });

  test('gives every chain its native coin', () => {
    for (const { slug, nativeSymbol } of CHAINS) expect(ASSETS.map(({ id }) => id)).toContain(`${slug}:${nativeSymbol}`);
  });
});

describe('reading an asset', () => {
  test.each([['ethereum:USDC'], ['1:USDC'], ['ethereum:usdc'], [`ethereum:${USDC}`], [`1:${USDC.toLowerCase()}`]])(
    '%s is ethereum:USDC',
    (text) => {
      expect(parseAsset(text, '/from')).toMatchObject({ ok: true, value: { id: 'ethereum:USDC' } });
    },
  );

  test('either way of writing the native coin is the native coin', () => {
    expect(parseAsset('base:0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE', '/from')).toMatchObject({ value: { id: 'base:ETH' } });
    expect(parseAsset('base:0x0000000000000000000000000000000000000000', '/from')).toMatchObject({ value: { id: 'base:ETH' } });
  });

  test.each([
    ['USDC', 'INVALID_PARAMETER'],
    ['', 'INVALID_PARAMETER'],
    ['solana:USDC', 'UNKNOWN_CHAIN'],
    ['01:USDC', 'UNKNOWN_CHAIN'],
    ['ethereum:NOPE', 'UNKNOWN_ASSET'],
    ['ethereum:', 'UNKNOWN_ASSET'],
    [`ethereum:${USDC.replace('A0b8', 'a0b8')}`, 'INVALID_ADDRESS'],
    [`ethereum:${USDC.slice(0, -1)}`, 'INVALID_ADDRESS'],
    [`base:${USDC}`, 'UNKNOWN_ASSET'],
    ['x'.repeat(1_000_000), 'INVALID_PARAMETER'],
  ])('text %# is refused with a code', (text, code) => {
    expect(parseAsset(text, '/from')).toMatchObject({ ok: false, error: { code, pointer: '/from' } });
  });

  test('never throws, and what it accepts is listed under its own address', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseAsset(text, '/from');
        if (parsed.ok) expect(assetByAddress(parsed.value.chainId, parsed.value.address)).toBe(parsed.value);
      }),
    );
  });
});
