import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createCodec } from '#platform/registry/codec.ts';
import { ensureSchema, ensureSchemas, IncompatibleSchemaError } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient, RegistryUnavailable } from '#platform/registry/registry-client.ts';
import { createPrefix, testEngines } from '../support/test-engines.ts';

const registry = createRegistryClient(testEngines().registryUrl);
const record = (fields: object[]) => ({ type: 'record', name: 'Thing', namespace: 'test', fields });
const ID = { name: 'id', type: 'string' };
const older = record([ID, { name: 'tags', type: { type: 'array', items: 'string' } }]);
const newer = record([ID, { name: 'tags', type: { type: 'array', items: 'string' } }, { name: 'note', type: 'string', default: '' }]);
const codecOf = <T>(schema: object, id: number, from = registry) => createCodec<T>({ schema, id, registry: from, now: Date.now });

test('every topic’s schema is registered, twice to the same ids', async () => {
  const options = { registry, prefix: createPrefix(), logger: pino({ level: 'silent' }) };
  expect(await ensureSchemas(options)).toEqual(await ensureSchemas(options));
});

test('a schema that cannot read what was written before is refused in a sentence', async () => {
  const subject = `${createPrefix()}things-value`;
  await ensureSchema(registry, subject, older);
  const incompatible = record([ID, { name: 'tags', type: 'int' }]);
  await expect(ensureSchema(registry, subject, incompatible)).rejects.toThrow(IncompatibleSchemaError);
  await expect(ensureSchema(registry, subject, incompatible)).rejects.toThrow(subject);
});

test('an older reader reads a newer writer, and a newer reader an older writer', async () => {
  const subject = `${createPrefix()}things-value`;
  const oldCodec = codecOf(older, await ensureSchema(registry, subject, older));
  const newCodec = codecOf(newer, await ensureSchema(registry, subject, newer));
  const ofNew = newCodec.encode({ id: 'a', tags: ['x'], note: 'hello' });
  await oldCodec.prepare([ofNew]);
  expect(oldCodec.decode(ofNew)).toEqual({ ok: true, value: { id: 'a', tags: ['x'] } });
  const ofOld = oldCodec.encode({ id: 'b', tags: [] });
  await newCodec.prepare([ofOld]);
  expect(newCodec.decode(ofOld)).toEqual({ ok: true, value: { id: 'b', tags: [], note: '' } });
});

test('no bytes make a reader throw or wait: they are a value that says why', async () => {
  const id = await ensureSchema(registry, `${createPrefix()}things-value`, older);
  const codec = codecOf(older, id);
  const good = codec.encode({ id: 'a', tags: ['x', 'y'] });
  const header = good.subarray(0, 5);
  // A string of one byte, then an array that says it has 2^34 items.
  const bomb = Buffer.concat([header, Buffer.from([2, 97, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01])]);
  const unknown = Buffer.from([0, 0x7f, 0xff, 0xff, 0xff, 1]);
  const poison = [null, Buffer.alloc(0), Buffer.from('poison'), header, good.subarray(0, -1), Buffer.concat([good, good]), bomb, unknown];
  await codec.prepare(poison);
  for (const bytes of poison) expect(codec.decode(bytes).ok).toBe(false);
  expect(codec.decode(unknown)).toEqual({ ok: false, error: 'unknown schema id 2147483647' });
  expect(codec.decode(good).ok).toBe(true);
});

test('with the registry away, what is known goes on and what is new asks for another try', async () => {
  const subject = `${createPrefix()}things-value`;
  const id = await ensureSchema(registry, subject, older);
  const newBytes = codecOf(newer, await ensureSchema(registry, subject, newer)).encode({ id: 'a', tags: [], note: 'n' });
  const cutOff = codecOf(older, id, createRegistryClient('http://127.0.0.1:9/nowhere'));
  const bytes = cutOff.encode({ id: 'a', tags: [] });
  await cutOff.prepare([bytes]);
  expect(cutOff.decode(bytes).ok).toBe(true);
  await expect(cutOff.prepare([newBytes])).rejects.toThrow(RegistryUnavailable);
});
