import { Parser } from '@asyncapi/parser';
import { describe, expect, test } from 'vitest';
import { ERROR_CODES } from '#core/errors.ts';
import { createAsyncApi } from './asyncapi.ts';
import { clientFrame, serverFrame } from './feed.ts';
import { createOpenApi } from './openapi.ts';
import { ERROR_TITLES } from './problem.ts';
import { quoteRequest } from './rest.ts';
import { sqlRequest } from './sql.ts';
import { stepRequest, transactionRequest } from './transaction.ts';

/** Every `$ref` of a document, and what it points to. */
const references = (document: unknown): string[] => {
  const found: string[] = [];
  const walk = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === '$ref' && typeof inner === 'string') found.push(inner);
      else walk(inner);
    }
  };
  walk(document);
  return found;
};

const target = (document: unknown, reference: string): unknown =>
  reference
    .slice(2)
    .split('/')
    .reduce<unknown>(
      (value, part) => (value as Record<string, unknown> | undefined)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')],
      document,
    );

/** The places below `from`, through every `$ref`, of schemas that forbid fields they do not name. */
const closedSchemas = (document: unknown, from: unknown): readonly string[] => {
  const closed: string[] = [];
  const followed = new Set<string>();
  const walk = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'additionalProperties' && inner === false) closed.push(path);
      if (name !== '$ref' || typeof inner !== 'string') walk(inner, `${path}/${name}`);
      else if (!followed.has(inner)) {
        followed.add(inner);
        walk(target(document, inner), inner);
      }
    }
  };
  walk(from, '');
  // Else nothing was looked at.
  expect(followed.size).toBeGreaterThan(10);
  return closed;
};

describe('AsyncAPI', () => {
  const document = createAsyncApi('1.2.3', '127.0.0.1:7400');

  test('is valid by the parser of its makers', async () => {
    const diagnostics = await new Parser().validate(JSON.stringify(document));
    expect(diagnostics.filter(({ severity }) => severity === 0).map(({ message, path }) => `${path.join('.')}: ${message}`)).toEqual([]);
  });

  test('points at nothing that is not there', () => {
    for (const reference of references(document)) expect(target(document, reference), reference).toBeDefined();
  });

  test('describes every op of the client and every type of frame of the server', () => {
    const named = JSON.stringify(document.components.schemas);
    for (const { shape } of clientFrame.options) expect(document.components.messages).toHaveProperty(shape.op.value);
    const types = serverFrame.options.flatMap((option) =>
      'shape' in option ? [option.shape.type.value] : option.options.map(({ shape }) => shape.type.value),
    );
    expect(types).toContain('delta');
    for (const type of types) expect(named).toContain(`"const":"${type}"`);
  });

  test('lets what the server sends have fields that it does not name, and not what a client sends', () => {
    const { receiveFromClient, sendToClient } = document.operations;
    expect(closedSchemas(document, sendToClient.messages)).toEqual([]);
    expect(closedSchemas(document, receiveFromClient.messages)).toHaveLength(clientFrame.options.length);
  });
});

describe('OpenAPI', () => {
  const document = createOpenApi('1.2.3');

  test('is 3.1 and points at nothing that is not there', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(references(document).length).toBeGreaterThan(20);
    for (const reference of references(document)) expect(target(document, reference), reference).toBeDefined();
  });

  test('gives every operation an id of its own, an answer, and its path parameters', () => {
    const ids: string[] = [];
    for (const [path, item] of Object.entries(document.paths ?? {})) {
      for (const operation of [item.get, item.post].filter((one) => one !== undefined)) {
        ids.push(operation.operationId ?? '');
        expect(Object.keys(operation.responses ?? {}), path).toContain('200');
        const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        const declared = (operation.parameters ?? []).flatMap((parameter) =>
          'in' in parameter && parameter.in === 'path' ? [parameter.name] : [],
        );
        expect(declared, path).toEqual(named);
      }
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain('');
  });

  test('lets answers have fields that it does not name', () => {
    const answers = Object.values(document.paths ?? {}).flatMap(({ get, post }) => [get?.responses, post?.responses]);
    expect(closedSchemas(document, answers)).toEqual([]);
  });

  test.each([
    ['/api/v1/routes/quote', quoteRequest],
    ['/api/v1/routes/{routeId}/transaction', transactionRequest],
    ['/api/v1/transfers/{id}/transaction', stepRequest],
    ['/api/v1/sql', sqlRequest],
  ])('POST %s shows a body that would do', (path, schema) => {
    expect(document).toHaveProperty(['paths', path, 'post', 'requestBody', 'content', 'application/json', 'example']);
    const shown = target(document, `#/paths/${path.replaceAll('/', '~1')}/post/requestBody/content/application~1json/example`);
    expect(schema.safeParse(shown)).toMatchObject({ success: true });
  });

  test('refuses unknown fields of a quote, as the server does', () => {
    const { QuoteRequest } = document.components?.schemas ?? {};
    expect(QuoteRequest).toMatchObject({ additionalProperties: false, required: ['from', 'to'] });
  });
});

test('every code has a title', () => {
  expect(Object.keys(ERROR_TITLES).sort()).toEqual(Object.keys(ERROR_CODES).sort());
});
