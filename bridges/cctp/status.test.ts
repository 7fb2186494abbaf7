import { expect, test } from 'vitest';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import { changedJson } from '../_kit/testing/changed-json.ts';
import { cctp } from './cctp.ts';
import { fixture, nowMs } from './testing/recorded.ts';

const ID = '0xf446cb82eb486fef485c14c301eaab73aa35f87e3feda3547acf0f33cd4b40f3';

interface Message {
  status: string;
  message: string;
  attestation: string;
  decodedMessage: { sourceDomain: string; destinationDomain: string; decodedMessageBody: { amount: string } };
}
const changed = (change: (message: Message) => unknown): string =>
  changedJson<{ messages: [Message] }>(fixture('messages.complete'), ({ messages }) => change(messages[0]));

test.each([
  ['another amount as decoded', changed(({ decodedMessage }) => Object.assign(decodedMessage.decodedMessageBody, { amount: '100001' }))],
  ['another destination as decoded', changed(({ decodedMessage }) => Object.assign(decodedMessage, { destinationDomain: '3' }))],
  ['a status that nobody documents', changed((message) => Object.assign(message, { status: 'lost' }))],
])('a message that contradicts itself is not believed: %s', async (_name, body) => {
  const given = await cctp.status?.(playBack(recordedJson(body), nowMs), { originChainId: 1, id: ID });
  expect(given).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER' } });
});

test('a message from a domain that is no chain of the registry is no transfer of ours', async () => {
  const body = changed((message) => {
    message.message = `${message.message.slice(0, 10)}0000000a${message.message.slice(18)}`;
    message.decodedMessage.sourceDomain = '10';
  });
  const given = await cctp.status?.(playBack(recordedJson(body), nowMs), { originChainId: 1, id: ID });
  expect(given).toMatchObject({ ok: false, error: { code: 'UNSUPPORTED_ROUTE', detail: expect.stringContaining('domain 10') } });
});

test('complete without an attestation of bytes still waits', async () => {
  const body = changed((message) => Object.assign(message, { attestation: 'PENDING' }));
  const given = await cctp.status?.(playBack(recordedJson(body), nowMs), { originChainId: 1, id: ID });
  expect(given).toMatchObject({ ok: true, value: { state: 'BRIDGING', amountOut: null, actionNeeded: null } });
});
