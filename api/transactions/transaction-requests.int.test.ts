import { afterEach, describe, expect, test } from 'vitest';
import { createRestClient } from '#sdk/rest-client.ts';
import { expectProblem } from '#test/support/expect-problem.ts';
import { ACROSS_USDC, PAUPER, sendingFixture, wallet } from '#test/support/sending-fixture.ts';

const fixture = sendingFixture();
const { amount, show, publish, post } = fixture;

afterEach(() => fixture.calm());

test('a vendor that told one of our processes to wait is not asked until then, and the caller hears when to try again', async () => {
  const { routeId } = await show(...ACROSS_USDC, amount());
  const { redis, keys } = fixture.api();
  await redis.hset(keys.vendorPauses(), 'across', String(Date.now() + 4_000));
  const ask = () => post(routeId, { sender: wallet(5).address });
  const waits: string[] = [];
  const status = async () => {
    const response = await ask();
    if (response.status === 503) waits.push(response.headers.get('retry-after') ?? 'none');
    return response.status;
  };
  await expect.poll(status, { timeout: 10_000 }).toBe(503);
  await expect.poll(status, { timeout: 10_000 }).toBe(200);
  // Whole seconds, and fewer as the pause goes on.
  expect(waits.map(Number)).toEqual(waits.map(Number).sort((a, b) => b - a));
  expect(waits.every((wait) => /^[1-4]$/.test(wait))).toBe(true);
});

describe('the route', () => {
  test('that nobody was shown is unknown, and one that left its book is gone', async () => {
    await expectProblem(await post('across-0000000000000', { sender: PAUPER }), 404, 'UNKNOWN_ROUTE', '/routeId');
    const { routeId, key } = await show(...ACROSS_USDC, amount());
    await publish(key, [], [{ bridge: 'across', reason: 'EXPIRED', detail: 'its quote was good until yesterday' }]);
    const response = await post(routeId, { sender: wallet(5).address });
    expect(await response.clone().json()).toMatchObject({ detail: expect.stringMatching(/EXPIRED.*ask for a quote again/) });
    await expectProblem(response, 410, 'ROUTE_EXPIRED');
  });

  test('is found by an API that never showed it', async () => {
    const amountIn = amount();
    const { routeId, key } = await show(...ACROSS_USDC, amountIn);
    await expect.poll(() => fixture.api().redis.get(fixture.api().keys.route(routeId))).toBe(key);
    const other = await fixture.another();
    const rest = createRestClient({ url: other.url });
    expect(await rest.transaction(routeId, { sender: wallet(5).address })).toMatchObject({ routeId });
    await other.stop();
  });
});

describe('Idempotency-Key', () => {
  test('the same key gives the same bytes while they are valid; without one everything is asked anew', async () => {
    const { routeId } = await show(...ACROSS_USDC, amount());
    const ask = async (key?: string) =>
      (await post(routeId, { sender: wallet(5).address }, key === undefined ? {} : { 'idempotency-key': key })).text();
    const asked = () => fixture.upstream().asked.length;
    const before = asked();
    const first = await ask('one');
    expect(await ask('one')).toBe(first);
    expect(asked()).toBe(before + 1);
    await ask('two');
    await ask();
    expect(asked()).toBe(before + 3);
    const left = await Promise.all(
      (await fixture.api().redis.keys(fixture.api().keys.keptAnswer('*'))).map((key) => fixture.api().redis.pttl(key)),
    );
    for (const ms of left) expect(ms > 0 && ms <= 30_000).toBe(true);
  });

  test('two at once act once', async () => {
    const { routeId } = await show(...ACROSS_USDC, amount());
    const before = fixture.upstream().asked.length;
    const headers = { 'idempotency-key': 'both' };
    const both = await Promise.all([1, 2].map(() => post(routeId, { sender: wallet(5).address }, headers)));
    expect(fixture.upstream().asked.length).toBe(before + 1);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  test('with another request it is refused, and a refusal is not kept', async () => {
    const { routeId } = await show(...ACROSS_USDC, amount());
    const headers = { 'idempotency-key': 'again' };
    await expectProblem(await post(routeId, { sender: PAUPER }, headers), 422, 'INSUFFICIENT_BALANCE');
    expect((await post(routeId, { sender: wallet(5).address }, headers)).status).toBe(200);
    await expectProblem(await post(routeId, { sender: wallet(6).address }, headers), 422, 'IDEMPOTENCY_KEY_REUSED');
    await expectProblem(
      await post(routeId, { sender: PAUPER }, { 'idempotency-key': 'two words' }),
      400,
      'INVALID_PARAMETER',
      '/Idempotency-Key',
    );
  });
});

describe('what is asked', () => {
  test.each<[string, unknown, string, string]>([
    ['no sender', {}, 'MISSING_PARAMETER', '/sender'],
    ['a wrong checksum', { sender: `${wallet(5).address.slice(0, -1)}C` }, 'INVALID_ADDRESS', '/sender'],
    ['nobody', { sender: `0x${'0'.repeat(40)}` }, 'INVALID_ADDRESS', '/sender'],
    ['to nobody', { sender: PAUPER, recipient: `0x${'0'.repeat(40)}` }, 'INVALID_ADDRESS', '/recipient'],
    ['no address', { sender: 'vitalik.eth' }, 'INVALID_ADDRESS', '/sender'],
    ['a misspelt field', { sender: PAUPER, recipent: PAUPER }, 'UNKNOWN_FIELD', '/recipent'],
    ['a negative slippage', { sender: PAUPER, slippageBps: -1 }, 'INVALID_PARAMETER', '/slippageBps'],
    ['half of a basis point', { sender: PAUPER, slippageBps: 0.5 }, 'INVALID_PARAMETER', '/slippageBps'],
    ['more than half', { sender: PAUPER, slippageBps: 5_001 }, 'INVALID_PARAMETER', '/slippageBps'],
    ['text for a number', { sender: PAUPER, slippageBps: '5' }, 'INVALID_PARAMETER', '/slippageBps'],
  ])('%s is refused by name', async (_name, body, code, pointer) => {
    await expectProblem(await post('across-0000000000000', body), 400, code, pointer);
  });

  test('malformed bodies and wrong methods', async () => {
    await expectProblem(await post('x', '{'), 400, 'INVALID_JSON');
    await expectProblem(await post('x', '[]'), 400, 'INVALID_PARAMETER');
    await expectProblem(await post('x', '{}', { 'content-type': 'text/plain' }), 415, 'UNSUPPORTED_MEDIA_TYPE');
    await expectProblem(await post('x', `{"sender":"${'0'.repeat(70_000)}"}`), 413, 'BODY_TOO_LARGE');
    const url = `${fixture.api().url}/api/v1/routes/x/transaction`;
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      const response = await fetch(url, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    }
    const preflight = await fetch(url, { method: 'OPTIONS' });
    expect(preflight.headers.get('access-control-allow-headers')).toContain('idempotency-key');
  });
});
