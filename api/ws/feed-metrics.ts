import { Counter, Gauge, type Registry } from 'prom-client';

/** What the feed counts. */
export interface FeedMetrics {
  connections(count: number): void;
  subscribed(channel: string, change: 1 | -1): void;
  sent(frames: number, bytes: number): void;
  conflated(): void;
  /** Codes are a closed set: RFC 6455's and ours; others are counted as `other`. */
  closed(code: number): void;
}

const KNOWN_CODES = new Set([1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1012, 4000, 4008]);

export const createFeedMetrics = (registry: Registry): FeedMetrics => {
  const registers = [registry];
  const connections = new Gauge({ name: 'routebook_feed_connections', help: 'Open feed connections', registers });
  const subscriptions = new Gauge({ name: 'routebook_feed_subscriptions', help: 'Live subscriptions', labelNames: ['channel'], registers });
  const frames = new Counter({ name: 'routebook_feed_frames_total', help: 'Frames written to sockets', registers });
  const bytes = new Counter({ name: 'routebook_feed_sent_bytes_total', help: 'Bytes written to sockets', registers });
  const conflated = new Counter({
    name: 'routebook_feed_conflated_versions_total',
    help: 'Versions that a subscriber was not sent, because a later one will do',
    registers,
  });
  const closes = new Counter({
    name: 'routebook_feed_closes_total',
    help: 'Closed connections by close code; 4008 is a slow consumer',
    labelNames: ['code'],
    registers,
  });
  return {
    connections: (count) => connections.set(count),
    subscribed: (channel, change) => subscriptions.inc({ channel }, change),
    sent: (count, size) => {
      frames.inc(count);
      bytes.inc(size);
    },
    conflated: () => conflated.inc(),
    closed: (code) => closes.inc({ code: KNOWN_CODES.has(code) ? String(code) : 'other' }),
  };
};
