import { z } from 'zod';
import type { SimnetUpstream } from '../bridges/_kit/upstream.ts';
import { SIMNET_BRIDGES } from '../bridges/registry.ts';
import type { Fault } from '../control/fault-board.ts';
import { type Answer, json } from './answer.ts';

const HTML = '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>';

const FLOOD_BYTES = 10 * 1024 * 1024;
const FLOOD = `<!DOCTYPE html><html><body>${'<p>welcome</p>'.repeat(Math.ceil(FLOOD_BYTES / '<p>welcome</p>'.length))}</body></html>`;

const simulated = ({ provider }: Fault): SimnetUpstream | undefined => SIMNET_BRIDGES.find(({ id }) => id === provider)?.upstream;

/** The answer as a fault makes it. Faults of time (slow, hang) are not the answer's. */
export const spoil = (answer: Answer, fault: Fault): Answer => {
  switch (fault.name) {
    case 'error':
      if (fault.provider.startsWith('rpc:'))
        return json({ jsonrpc: '2.0', id: null, error: { code: -32_603, message: 'Internal error' } }, fault.status);
      return json(
        simulated(fault)?.errorBody?.(fault.status) ?? { status: { error_code: fault.status, error_message: 'Internal server error' } },
        fault.status,
      );
    case 'rate-limit':
      return {
        ...json({ status: { error_code: 429, error_message: 'Too many requests' } }, 429),
        headers: fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) },
      };
    case 'malformed':
      return malformed(answer, fault.kind);
    case 'flood':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: FLOOD };
    case 'wrong-decimals':
    case 'wrong-token':
      return simulated(fault)?.quoteFaults?.[fault.name]?.(answer) ?? answer;
    case 'ten-times':
      return (simulated(fault)?.quoteFaults?.[fault.name] ?? tenTimesPrices)(answer);
    default:
      return answer;
  }
};

const malformed = (answer: Answer, kind: Fault['kind']): Answer => {
  const text = JSON.stringify(answer.body);
  if (kind === 'html') return { ...answer, body: HTML, headers: { 'content-type': 'text/html' } };
  if (kind === 'truncated')
    return { ...answer, body: text.slice(0, Math.ceil(text.length / 2)), headers: { 'content-type': 'application/json' } };
  return { ...answer, body: wrongTypes(answer.body) };
};

/** Every string a number and every number a list: still JSON, and nothing that was promised. */
const wrongTypes = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(wrongTypes);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wrongTypes(inner)]));
  return typeof value === 'string' ? value.length : [value];
};

const pricesShape = z.record(z.string(), z.looseObject({ usd: z.number() }));

const tenTimesPrices = (answer: Answer): Answer => {
  const prices = pricesShape.safeParse(answer.body);
  if (!prices.success) return answer;
  return { ...answer, body: Object.fromEntries(Object.entries(prices.data).map(([id, price]) => [id, { ...price, usd: price.usd * 10 }])) };
};
