import { expect, test } from 'vitest';
import { codeIn } from './contract-code.ts';

test('code is read from a compiler’s artifact and from a Solidity constant', () => {
  expect(codeIn('Box', '{"abi":[],"bytecode":"0x6001"}')).toBe('0x6001');
  expect(codeIn('Box', '{"abi":[],"bytecode":{"object":"0x6004"}}')).toBe('0x6004');
  expect(codeIn('Box', 'library L { bytes internal constant Lid =\n hex"6002"; bytes internal constant Box =\n        hex"6003"; }')).toBe(
    '0x6003',
  );
});

test.each(['{"bytecode":"0x"}', '{"bytecode":"0x60__$abc$__"}', 'library L { bytes internal constant Lid = hex"6002"; }'])(
  'what is no linked code is refused: %s',
  (text) => {
    expect(() => codeIn('Box', text)).toThrow('no linked bytecode of Box');
  },
);
