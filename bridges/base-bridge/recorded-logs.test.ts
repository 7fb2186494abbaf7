import { expect, test } from 'vitest';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { decodeLog } from '../_kit/decode-log.ts';
import { readRecorded, recordedLogs } from '../_kit/testing/recorded-logs.ts';
import { messengerAbi } from '../_opstack/abi.ts';
import { messageHash } from '../_opstack/message-hash.ts';
import { baseBridge } from './base-bridge.ts';

/** Logs as the mainnets wrote them; each file of `fixtures/logs` says where it was found. */
const read = (name: string) => readRecorded(baseBridge, name);

test.each([
  {
    name: 'receipt.deposit-ether',
    fields: {
      inputToken: NATIVE_ADDRESS,
      inputAmount: 400_000_000_000_000_000n,
      depositor: '0xFBFd6Fa9F73Ac6A058E01259034C28001BEf8247',
      recipient: '0xFBFd6Fa9F73Ac6A058E01259034C28001BEf8247',
    },
  },
  {
    name: 'receipt.deposit-token',
    fields: {
      inputToken: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
      outputToken: '0xd9aAEc86B65D86f6A7B5B1b0c42FFA531710b6CA',
      inputAmount: 59_998_176_836n,
      depositor: '0x00005fF7b4E62B6b868D36809F8a30c85A6D0000',
    },
  },
])('$name is numbered by its message', ({ name, fields }) => {
  const [deposit, message] = read(name);
  expect(deposit).toMatchObject({
    kind: 'deposit',
    transferKey: expect.stringMatching(/^base-bridge:1:0x[0-9a-f]{64}$/),
    fields: { ...fields, originChainId: 1n, destinationChainId: 8453n },
  });
  expect(message).toBeNull();
});

test('the hash of a message is the one that Base’s messenger names when it has relayed it', () => {
  const [sent] = recordedLogs('base-bridge', 'log.message-sent').map((log) => decodeLog(messengerAbi, log));
  const [relayed] = recordedLogs('base-bridge', 'log.message-relayed').map((log) => decodeLog(messengerAbi, log));
  if (sent?.eventName !== 'SentMessage' || relayed?.eventName !== 'RelayedMessage') throw new Error('not read');
  expect(messageHash({ ...sent.args, value: 0n })).toBe(relayed.args.msgHash);
});
