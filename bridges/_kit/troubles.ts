import type { FailureCode, QuoteFailure } from '#core/domain/quote.ts';
import { type Recorded, recordedJson } from './play-back.ts';
import type { QuoteQuestion } from './quote-question.ts';
import type { ConformanceCases } from './testing/conformance-cases.ts';

interface Trouble {
  readonly name: string;
  readonly question: QuoteQuestion;
  readonly recorded: Recorded;
  readonly expected: Partial<QuoteFailure>;
}

/** What may happen to any vendor on the way, by how it is asked. */
export const troubles = ({ answers, nowMs, shutOutMs }: ConformanceCases): readonly Trouble[] => {
  const [first] = answers;
  if (first === undefined) return [];
  const at = (name: string, recorded: Recorded, code: FailureCode, retryAfterMs: number | null = null): Trouble => ({
    name,
    question: first.question,
    recorded,
    expected: { code, retryAfterMs },
  });
  if ('rpc' in first.recorded) {
    return [
      at('no answer in time', { rpc: { kind: 'timeout' } }, 'UPSTREAM_TIMEOUT'),
      at('out of reach', { rpc: { kind: 'unreachable', detail: 'refused' } }, 'UPSTREAM_ERROR'),
      at('nonsense', { rpc: { kind: 'malformed', detail: 'HTML' } }, 'MALFORMED_ANSWER'),
      at('rate limit', { rpc: { kind: 'rate-limited', retryAfterMs: null } }, 'RATE_LIMITED'),
      at('rate limit with a time', { rpc: { kind: 'rate-limited', retryAfterMs: 2_000 } }, 'RATE_LIMITED', 2_000),
    ];
  }
  const inThreeSeconds = new Date(Math.floor(nowMs / 1_000) * 1_000 + 3_000);
  return [
    at('no answer in time', { http: { kind: 'timeout' } }, 'UPSTREAM_TIMEOUT'),
    at('out of reach', { http: { kind: 'unreachable', detail: 'refused' } }, 'UPSTREAM_ERROR'),
    at('a body cut off', { http: { kind: 'unreadable', detail: 'cut off' } }, 'MALFORMED_ANSWER'),
    at('429 without a time', recordedJson('slow down', 429), 'RATE_LIMITED', shutOutMs ?? null),
    at('429 with seconds', recordedJson('{}', 429, { 'retry-after': '7' }), 'RATE_LIMITED', 7_000),
    at(
      '429 with a date',
      recordedJson('', 429, { 'retry-after': inThreeSeconds.toUTCString() }),
      'RATE_LIMITED',
      inThreeSeconds.getTime() - nowMs,
    ),
    at('500', recordedJson('{"message":"oops"}', 500), 'UPSTREAM_ERROR'),
    at('502 with a page', recordedJson('<html>bad gateway</html>', 502), 'UPSTREAM_ERROR'),
    at('503 with a time', recordedJson('', 503, { 'retry-after': '1' }), 'UPSTREAM_ERROR', 1_000),
    at('a page for JSON', recordedJson('<!doctype html><title>hi</title>'), 'MALFORMED_ANSWER'),
    at('an empty body', recordedJson(''), 'MALFORMED_ANSWER'),
    at('JSON of another kind', recordedJson('"ok"'), 'MALFORMED_ANSWER'),
  ];
};
