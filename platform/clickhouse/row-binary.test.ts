import { expect, test } from 'vitest';
import { createRowBinary } from './row-binary.ts';

test('values are little-endian, strings and arrays begin with their length', () => {
  const out = createRowBinary();
  out.u8(1);
  out.u16(0x0203);
  out.u32(0x04050607);
  out.u64(2 ** 40 + 1);
  out.u64(2n ** 63n);
  out.i64(-1);
  out.u256((1n << 255n) + 2n);
  out.bool(true);
  out.string('é');
  out.string(Buffer.from('ab'));
  out.nullable(null, out.u8);
  out.nullable(7, out.u8);
  out.array([1, 2], out.u8);
  expect(out.take().toString('hex')).toBe(
    ['01', '0302', '07060504', '0100000000010000', '0000000000000080', 'ffffffffffffffff'].join('') +
      `02${'00'.repeat(30)}80` +
      ['01', '02c3a9', '026162', '01', '0007', '020102'].join(''),
  );
  expect(out.length).toBe(0);
});

test('the buffer grows under whatever is written, and rewinding forgets a row', () => {
  const out = createRowBinary();
  for (let row = 0; row < 30_000; row += 1) {
    out.u16(row);
    out.f64(row);
    out.string('x'.repeat(row % 300));
  }
  const before = out.length;
  out.string('gone');
  out.rewind(before);
  const bytes = out.take();
  expect(bytes).toHaveLength(before);
  let at = 0;
  for (let row = 0; row < 30_000; row += 1) {
    expect(bytes.readUInt16LE(at)).toBe(row);
    expect(bytes.readDoubleLE(at + 2)).toBe(row);
    const length = row % 300;
    at += 10 + (length > 127 ? 2 : 1) + length;
  }
  expect(at).toBe(before);
});
