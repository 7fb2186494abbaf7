import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { SelfCheckReport } from './self-check.ts';
import { selfCheckText } from './self-check-text.ts';

const HOST = 'mainnet.optimism.io';
const DETAIL = 'getaddrinfo ENOTFOUND';

test('what keeps a chain silent is said once, with the chain', () => {
  const endpoint = { url: `https://${HOST}/key`, host: HOST, state: 'silent', detail: DETAIL } as const;
  const verdict = (bridge: string, reasons: readonly string[]) =>
    ({ bridge, state: 'silent', chains: [], contracts: 3, reasons, notes: [] }) as const;
  const unheard = [`optimism: ${HOST} ${DETAIL}`, `base: ${HOST} ${DETAIL}`];
  const report: SelfCheckReport = {
    network: 'mainnet',
    chains: ['optimism', 'base'].map((chain) => ({ chain, endpoints: [endpoint] })),
    bridges: [verdict('across', unheard), verdict('hop', [...unheard, 'polygon: messages paused'])],
  };
  const text = stripVTControlCharacters(selfCheckText(report));
  expect(text.match(/getaddrinfo/g)).toHaveLength(2);
  expect(text.match(/no node answers: optimism, base/g)).toHaveLength(2);
  expect(text).toContain('polygon: messages paused');
});
