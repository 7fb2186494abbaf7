import { expect, test } from 'vitest';
import { readRecorded } from '../_kit/testing/recorded-logs.ts';
import { stargate } from './stargate.ts';

/** Logs as the mainnets wrote them; each file of `fixtures/logs` says where it was found. */
const read = (name: string) => readRecorded(stargate, name);

const stargatePairs = [
  ['sent-usdc', 'received-usdc', 1, '0x5ad9213d87a89dc9021fd8f99a029ae4a66643fa1e816e2d877f4e65cd170554', 0x1ddca740n, 0x1dd88673n],
  [
    'sent-usdc-arbitrum',
    'received-usdc-from-arbitrum',
    42161,
    '0x8dcca33f0a6b0d6c4994d5839f85e435c9ffa9e3a78eaa29147b807f97a7bf72',
    0x1e65fb80n,
    0x1e62fe7fn,
  ],
] as const;

test.each(stargatePairs)('%s and %s are one transfer', (sent, received, origin, guid, inputAmount, outputAmount) => {
  const agreed = {
    guid,
    originChainId: BigInt(origin),
    destinationChainId: 137n,
    outputToken: '0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359',
  };
  const transferKey = `stargate:${origin}:${guid}`;
  expect(read(`log.${sent}`)).toMatchObject([{ kind: 'deposit', transferKey, fields: { ...agreed, inputAmount, outputAmount } }]);
  expect(read(`log.${received}`)).toMatchObject([{ kind: 'fill', transferKey, fields: { ...agreed, deliveredAmount: outputAmount } }]);
});

test('what arrives from a chain that is not in the registry names no transfer of ours', () => {
  const [fill] = read('log.received-eth-from-linea');
  expect(fill).toMatchObject({ kind: 'fill', fields: { originEid: 30_183n, destinationChainId: 1n, deliveredAmount: 0x0e3511be74f000n } });
  expect(fill).not.toHaveProperty('transferKey');
});
