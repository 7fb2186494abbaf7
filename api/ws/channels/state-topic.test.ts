import { expect, test } from 'vitest';
import type { FeedConnection, Subscription } from '../connection.ts';
import type { Output } from '../output.ts';
import { createStateTopic } from './state-topic.ts';

const idle = { holdsBack: () => false, answer: () => {}, drained: () => {}, close: () => {} };

test('a subscription that takes the place of the only one goes on, and its topic is not let go in between', () => {
  let sent = 0;
  let letGo = 0;
  const output: Output = {
    ...idle,
    send: () => {
      sent += 1;
    },
  };
  const topic = createStateTopic<string>({
    channel: 'system',
    render: () => ({ type: 'update', channel: 'system', key: '*', ts: '', ready: true, missing: [] }),
    output,
    onEmpty: () => {
      letGo += 1;
    },
  });
  const subscribe = (previous?: Subscription) =>
    topic.subscribe({ connection: {} as FeedConnection, wish: { key: '*', params: {} }, acknowledge: () => previous?.close() });

  const second = subscribe(subscribe());
  topic.publish([['part', 'value']]);
  expect({ sent, letGo, subscribers: topic.subscribers() }).toEqual({ sent: 3, letGo: 0, subscribers: 1 });
  second.close();
  expect(letGo).toBe(1);
});
