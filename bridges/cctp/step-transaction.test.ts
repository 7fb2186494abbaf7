import { decodeFunctionData, type Hex } from 'viem';
import { expect, test } from 'vitest';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import { changedJson } from '../_kit/testing/changed-json.ts';
import { transmitterAbi } from './abi.ts';
import { cctp } from './cctp.ts';
import { MESSAGE_TRANSMITTER, TOKEN_MESSENGER } from './contracts.ts';
import { fixture, nowMs } from './testing/recorded.ts';

/** The documented answer is of the test networks, whose messengers are others. */
const TEST_MESSENGER = '8fe6b999dc680ccfdd5bf7eb0974218be2542daa';
const documented = fixture('messages.complete');
const complete = documented.replaceAll(TEST_MESSENGER, TOKEN_MESSENGER.slice(2).toLowerCase());
const sender = '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc';
const originTransaction = `0x${'12'.repeat(32)}`;

interface Message {
  message: string;
  attestation: string;
  status: string;
  decodedMessage: { decodedMessageBody: { amount: string } };
}
const [message] = (JSON.parse(complete) as { messages: [Message] }).messages;

const told = await cctp.status?.(playBack(recordedJson(complete), nowMs), { originChainId: 1, transactionHash: originTransaction });
const transferKey = (told?.ok ? told.value.transferKey : null) ?? '';

const claim = (body: string, change: object = {}, status = 200) =>
  cctp.stepTransaction?.(playBack(recordedJson(body, status), nowMs), {
    step: 'claim',
    transferKey,
    originChainId: 1,
    originTransaction,
    sender,
    ...change,
  });
const changed = (change: (one: Message, all: Message[]) => unknown): string =>
  changedJson<{ messages: [Message] }>(complete, ({ messages }) => change(messages[0], messages));
const inMessage = (from: string, to: string): string => changed((one) => Object.assign(one, { message: one.message.replace(from, to) }));

test('the claim carries the message and its attestation, whole', async () => {
  const built = await claim(complete);
  expect(built).toMatchObject({ ok: true, value: { chainId: 8453, to: MESSAGE_TRANSMITTER, value: 0n } });
  const data = built?.ok ? (built.value.data as Hex) : '0x';
  expect(decodeFunctionData({ abi: transmitterAbi, data })).toEqual({
    functionName: 'receiveMessage',
    args: [message.message, message.attestation],
  });
});

test('of several burns of one transaction the transfer’s own is taken', async () => {
  const other = { ...message, message: message.message.replace('186a0', '186a1'), decodedMessage: null };
  expect(await claim(changed((_one, all) => all.unshift(other as never)))).toEqual(await claim(complete));
});

test.each<[string, string, object?]>([
  ['another recipient', inMessage('23f9a5bea7b92a0638520607407bc7f0310aeed4', sender.slice(2).toLowerCase())],
  ['another amount', inMessage('186a0', '186a1')],
  ['more taken than the burn allows', inMessage('000a0000', '000c0000')],
  ['another messenger than CCTP’s', documented],
  ['another transfer’s key', complete, { transferKey: `cctp:1:0x${'7'.repeat(64)}` }],
])('a signed message that is not this burn’s is not handed out: %s', async (_name, body, change = {}) => {
  const moved = body.includes('decodedMessage')
    ? changedJson<{ messages: [object] }>(body, ({ messages }) => Object.assign(messages[0], { decodedMessage: null }))
    : body;
  expect(await claim(moved, change)).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER' } });
});

test.each([
  ['no such message yet', '{"code":404,"error":"Message hash not found"}', 404],
  ['none in the list', '{"messages":[]}', 200],
  ['not signed', fixture('messages.pending'), 200],
  ['late, and why', fixture('messages.delayed'), 200],
  ['complete, and no bytes for a signature', changed((one) => Object.assign(one, { attestation: 'PENDING' })), 200],
])('before it is signed there is nothing to claim: %s', async (_name, body, status) => {
  expect(await claim(body, {}, status)).toMatchObject({ ok: false, error: { code: 'STEP_NOT_READY', readyAtMs: null } });
});

test('a message that one alone may bring is that one’s', async () => {
  const named = inMessage(`${'0'.repeat(64)}000003e8`, `${sender.slice(2).toLowerCase().padStart(64, '0')}000003e8`);
  expect(await claim(named)).toMatchObject({ ok: true });
  const other = { sender: '0x976EA74026E726554dB657fA54763abd0C3a0aa9' };
  expect(await claim(named, other)).toMatchObject({ ok: false, error: { code: 'WRONG_SENDER', detail: expect.stringContaining(sender) } });
});

test.each(['prove', 'cancel'])('there is no %s', async (step) => {
  expect(await claim(complete, { step })).toMatchObject({ ok: false, error: { code: 'STEP_NOT_BUILT' } });
});
