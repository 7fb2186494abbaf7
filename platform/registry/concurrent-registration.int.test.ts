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

test('a subject whose level nobody has set gets it, with the version that was registered before', async () => {
  const { registryUrl } = testEngines();
  const subject = `${createPrefix()}-value`;
  const schema = SCHEMAS['quote-event'];
  // What a service leaves behind that dies between registering and setting the level.
  const registered = await fetch(`${registryUrl}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: JSON.stringify(schema) }),
  });
  const { id } = (await registered.json()) as { id: number };

  expect(await createRegistryClient(registryUrl).register(subject, schema)).toEqual({ ok: true, value: id });
  const level = await fetch(`${registryUrl}/config/${subject}`);
  expect(await level.json()).toEqual({ compatibilityLevel: 'BACKWARD' });
});
