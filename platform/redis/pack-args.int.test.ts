import { Redis } from 'ioredis';
import { afterAll, expect, test } from 'vitest';
import { testEngines } from '#test/support/test-engines.ts';
import { packArgs } from './pack-args.ts';
import { createBytesScript } from './script.ts';

const redis = new Redis(testEngines().redisUrl);
const unpacked = createBytesScript(redis, 'return cmsgpack.unpack(ARGV[1])');

afterAll(() => redis.disconnect());

test('Redis finds in the one argument what was packed: empty, of any byte, of any script, of any length', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const args = [
    '',
    'plain',
    '€ 漢字 🚀',
    bytes,
    Buffer.alloc(0),
    Buffer.alloc(70_000, 7),
    'x'.repeat(70_000),
    0,
    -1,
    1_700_000_000_000,
    0.1,
  ];
  expect(await unpacked([], [packArgs(args)])).toEqual(args.map((arg) => (typeof arg === 'object' ? arg : Buffer.from(String(arg)))));
});

test('thousands go together, and none is none', async () => {
  const args = Array.from({ length: 5_000 }, (_, index) => `argument ${index}`);
  expect(await unpacked([], [packArgs(args)])).toEqual(args.map((arg) => Buffer.from(arg)));
  expect(await unpacked([], [packArgs([])])).toEqual([]);
});
