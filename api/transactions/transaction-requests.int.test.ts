import { afterEach, describe, expect, test } from 'vitest';
import { assetById } from '#core/domain/asset.ts';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { stepsField } from '#core/domain/user-step.ts';
import { createRestClient } from '#sdk/rest-client.ts';
import { expectProblem } from '#test/support/expect-problem.ts';
import { ACROSS_USDC, PAUPER, sendingFixture, wallet } from '#test/support/sending-fixture.ts';
import { historyOf } from '#test/support/transfer-histories.ts';
import { createViewWriter } from '#test/support/transfer-views.ts';

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
  await expect.poll(status).toBe(503);
  await expect.poll(status).toBe(200);
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

  test('fields in another order are the same request', async () => {
    const { routeId } = await show(...ACROSS_USDC, amount());
    const headers = { 'idempotency-key': 'order' };
    const sender = wallet(5).address;
    const first = await (await post(routeId, { sender, slippageBps: 5 }, headers)).text();
    const again = await post(routeId, { slippageBps: 5, sender }, headers);
    expect([again.status, await again.text()]).toEqual([200, first]);
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
    ['text for yes or no', { sender: PAUPER, depositAddress: 'yes' }, 'INVALID_PARAMETER', '/depositAddress'],
  ])('%s is refused by name', async (_name, body, code, pointer) => {
    await expectProblem(await post('across-0000000000000', body), 400, code, pointer);
  });

  test('nothing is sent to a token’s own contract, on either side', async () => {
    const { routeId } = await show(...ACROSS_USDC, amount());
    for (const id of ACROSS_USDC[1].split('>')) {
      const recipient = assetById(id)?.address;
      await expectProblem(await post(routeId, { sender: wallet(5).address, recipient }), 400, 'INVALID_ADDRESS', '/recipient');
    }
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

describe('a step of a transfer', () => {
  const ask = (id: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${fixture.api().url}/api/v1/transfers/${id}/transaction`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const sender = wallet(5).address;
  const wrote = async (events: readonly ChainEvent[]) => {
    await createViewWriter(fixture.api())(events, 1);
    return events[0] as ChainEvent;
  };
  const detailOf = async (response: Response) => ((await response.clone().json()) as { detail: string }).detail;

  /** A transfer of another bridge, under way, that has these steps left. */
  const waiting = (bridge: string, id: string, steps: Parameters<typeof stepsField>[0]) =>
    wrote(
      historyOf(600_000).map((event) => ({
        ...event,
        eventId: `${event.eventId}${bridge}${id}`,
        bridge,
        transferKey: `${bridge}:1:${id}`,
        fields: { ...event.fields, userSteps: stepsField(steps) },
      })),
    );

  test.each<[string, unknown, string, string]>([
    ['no sender', {}, 'MISSING_PARAMETER', '/sender'],
    ['nobody', { sender: `0x${'0'.repeat(40)}` }, 'INVALID_ADDRESS', '/sender'],
    ['a step that no transfer has', { sender, step: 'redeem' }, 'INVALID_PARAMETER', '/step'],
    ['a field of a deposit', { sender, recipient: sender }, 'UNKNOWN_FIELD', '/recipient'],
  ])('%s is refused by name', async (_name, body, code, pointer) => {
    await expectProblem(await ask('across:1:1', body), 400, code, pointer);
  });

  test('malformed bodies, wrong methods and unknown transfers', async () => {
    await expectProblem(await ask('across:1:1', '{'), 400, 'INVALID_JSON');
    for (const id of ['across:1:999999', 'nonsense', `0x${'77'.repeat(32)}`]) {
      await expectProblem(await ask(id, { sender }), 404, 'UNKNOWN_TRANSFER', '/id');
    }
    const response = await fetch(`${fixture.api().url}/api/v1/transfers/across:1:1/transaction`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  });

  test('a transfer that is over, one that goes on by itself, and one whose deposit a reorg took need nothing yet', async () => {
    const over = await wrote(historyOf(600_005));
    expect(await detailOf(await ask(over.transferKey, { sender }))).toContain('is COMPLETED');
    await expectProblem(await ask(over.transactionHash, { sender, step: 'claim' }), 409, 'NOTHING_TO_SIGN');
    const open = await wrote(historyOf(600_006));
    expect(await detailOf(await ask(open.transferKey, { sender }))).toContain('goes on by itself');
    await expectProblem(await ask(open.transferKey, { sender }), 409, 'NOTHING_TO_SIGN');
    const gone = await wrote(historyOf(600_001));
    await expectProblem(await ask(gone.transferKey, { sender }), 409, 'STEP_NOT_READY');
  });

  test('a bridge that builds none says so', async () => {
    const open = await wrote(historyOf(600_012));
    await expectProblem(await ask(open.transferKey, { sender, step: 'claim' }), 422, 'STEP_NOT_BUILT', '/id');
    const stranger = await waiting('nobodys-bridge', '1', [{ kind: 'claim', chainId: 1, afterSeconds: 0 }]);
    const response = await ask(stranger.transferKey, { sender });
    expect(await detailOf(response)).toContain('nobodys-bridge, which is not in use here');
    await expectProblem(response, 422, 'STEP_NOT_BUILT', '/id');
  });

  test('the steps come in their order', async () => {
    const prove = { kind: 'prove', chainId: 1, afterSeconds: 60 } as const;
    const { transferKey } = await waiting('optimism-bridge', `0x${'5b'.repeat(32)}`, [
      prove,
      { kind: 'claim', chainId: 1, afterSeconds: 1_000_060 },
    ]);
    const response = await ask(transferKey, { sender, step: 'claim' });
    const told = (await response.clone().json()) as { detail: string; readyAt: string };
    expect(told.detail).toContain('prove comes before claim');
    expect(Number(response.headers.get('retry-after')) * 1_000).toBeGreaterThanOrEqual(Date.parse(told.readyAt) - Date.now());
    await expectProblem(response, 409, 'STEP_NOT_READY');
  });

  test('a vendor and a chain that are out of reach are told from a step that is not ready', async () => {
    const { transferKey } = await waiting('cctp', `0x${'5c'.repeat(32)}`, [{ kind: 'claim', chainId: 8453, afterSeconds: 0 }]);
    const response = await ask(transferKey, { sender }, { 'idempotency-key': 'a-step' });
    expect(await detailOf(response)).toContain('Circle CCTP');
    expect(response.headers.get('retry-after')).toBe('2');
    await expectProblem(response, 503, 'BRIDGE_UNREACHABLE');
  });
});
