import { expect, test } from 'vitest';
import { SCHEMAS } from '#schemas/schemas.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { createRegistryClient } from './registry-client.ts';

test('services that start together on an empty registry all get the same id', async () => {
  for (let round = 0; round < 5; round += 1) {
    const subject = `${createPrefix()}-value`;
    const clients = Array.from({ length: 4 }, () => createRegistryClient(testEngines().registryUrl));
    const answers = await Promise.all(clients.map((client) => client.register(subject, SCHEMAS['quote-event'])));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(new Set(answers.map((answer) => answer.ok && answer.value)).size).toBe(1);
  }
});
