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

test('a subject whose first registration broke off before its level was set takes the next one, under BACKWARD', async () => {
  const { registryUrl } = testEngines();
  const subject = `${createPrefix()}-value`;
  const thing = (fields: object[]) => ({ type: 'record', name: 'Thing', namespace: 'test', fields });
  const first = thing([{ name: 'id', type: 'string' }]);
  // What a process does that is killed right after.
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ schema: JSON.stringify(first) });
  expect((await fetch(`${registryUrl}/subjects/${subject}/versions`, { method: 'POST', headers, body })).ok).toBe(true);
  expect(await createRegistryClient(registryUrl).register(subject, first)).toMatchObject({ ok: true });
  const incompatible = thing([{ name: 'id', type: 'int' }]);
  expect(await createRegistryClient(registryUrl).register(subject, incompatible)).toMatchObject({ ok: false, error: { status: 409 } });
});
