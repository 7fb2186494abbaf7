import { expect, test } from 'vitest';
import { serverProperties } from './kafka.ts';
import { redisConfiguration } from './redis.ts';

test('Kafka listens on loopback alone, makes no topic by itself and lets groups form at once', () => {
  const lines = serverProperties({ dataDir: '/data/kafka', port: 1, controllerPort: 2 }).trim().split('\n');
  expect(lines).toContain('listeners=PLAINTEXT://127.0.0.1:1,CONTROLLER://127.0.0.1:2');
  expect(lines).toContain('advertised.listeners=PLAINTEXT://127.0.0.1:1');
  expect(lines).toContain('auto.create.topics.enable=false');
  expect(lines).toContain('group.initial.rebalance.delay.ms=0');
  expect(lines).toContain('log.dirs=/data/kafka/log');
});

test('Redis listens on loopback alone and keeps what it was told', () => {
  const lines = redisConfiguration({ dataDir: '/data/with space', port: 3 }).split('\n');
  expect(lines).toContain('bind 127.0.0.1');
  expect(lines).toContain('appendonly yes');
  expect(lines).toContain('dir "/data/with space"');
});
