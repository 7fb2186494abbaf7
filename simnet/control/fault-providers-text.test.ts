import { expect, test } from 'vitest';
import { FAULTS, faultRequest } from './fault-catalog.ts';
import { faultProvidersText } from './fault-providers-text.ts';

test('each fault is listed once, with providers that can have it', () => {
  const lines = faultProvidersText(FAULTS).split('\n');
  const listed = lines.flatMap((line, at) => {
    if (at % 2 === 1) return [];
    const providers = (lines[at + 1] ?? '').trim().split(', ');
    return line
      .trim()
      .replace(/:$/, '')
      .split(', ')
      .map((name) => ({ name, providers }));
  });
  expect(listed.map(({ name }) => name).sort()).toEqual(Object.keys(FAULTS).sort());
  for (const { name, providers } of listed) {
    expect(providers).toHaveLength(FAULTS[name as keyof typeof FAULTS].providers.length);
    for (const provider of providers)
      expect(faultRequest.safeParse({ name, provider: provider.replace('<chain>', 'base') }).success, `${name} ${provider}`).toBe(true);
  }
});
