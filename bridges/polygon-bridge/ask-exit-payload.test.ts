import { expect, test } from 'vitest';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import { askExitPayload } from './ask-exit-payload.ts';

/** Answers in the shape that 0xPolygon/proof-generation-api gives. */
const ask = (body: string, status = 200) =>
  askExitPayload(playBack(recordedJson(body, status), 0), { burnTransaction: `0x${'12'.repeat(32)}`, tokenIndex: 0 });
const refused = (message: string) => JSON.stringify({ error: true, message });

test('the payload is what is told', async () => {
  expect(await ask('{"message":"Payload generation success","result":"0xF90A"}')).toEqual({ ok: true, value: '0xf90a' });
});

test.each([
  ['not in a checkpoint', refused('Burn transaction has not been checkpointed yet'), 404, 'STEP_NOT_READY'],
  ['no burn', refused('Incorrect burn transaction'), 404, 'UPSTREAM_ERROR'],
  ['another refusal', '{"oops":1}', 400, 'UPSTREAM_ERROR'],
  ['a fault', '{}', 500, 'UPSTREAM_ERROR'],
  ['no payload', '{"message":"Payload generation success"}', 200, 'MALFORMED_ANSWER'],
  ['half a byte', '{"result":"0xf90"}', 200, 'MALFORMED_ANSWER'],
])('%s', async (_name, body, status, code) => {
  expect(await ask(body, status)).toMatchObject({ ok: false, error: { code } });
});
