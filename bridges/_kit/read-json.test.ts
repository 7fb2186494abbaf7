import { expect, test } from 'vitest';
import { readJson } from './read-json.ts';

const read = (status: number, body: string) => readJson({ kind: 'response', status, headers: {}, body }, 0);

test.each([
  [400, 'Route is not enabled.\n', 'Route is not enabled.'],
  [422, 'Sent amount is too low relative to fees', 'Sent amount is too low relative to fees'],
  [400, '"Route is not enabled."', 'Route is not enabled.'],
])('what a question was refused with in words is handed on: %i %j', (status, body, message) => {
  expect(read(status, body)).toEqual({ ok: true, value: { status, json: { message } } });
});

test.each([
  [400, '<html>Bad Request</html>', 'UPSTREAM_ERROR'],
  [400, '{"message":"Route is', 'UPSTREAM_ERROR'],
  [400, '', 'UPSTREAM_ERROR'],
  // A gateway's words: the API was not there.
  [404, 'page not found', 'UPSTREAM_ERROR'],
  [403, 'error code: 1020', 'UPSTREAM_ERROR'],
  [200, 'Route is not enabled.', 'MALFORMED_ANSWER'],
])('and nothing else is: %i %j', (status, body, code) => {
  expect(read(status, body)).toMatchObject({ ok: false, error: { code } });
});
