import { readFileSync } from 'node:fs';
import { decodeFunctionData, encodeEventTopics, type Hex } from 'viem';
import { describe, expect, test } from 'vitest';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { describeConformance } from '../_kit/conformance.ts';
import { recordedJson } from '../_kit/play-back.ts';
import { changedJson } from '../_kit/testing/changed-json.ts';
import { holderAbi, routerAbi } from './abi.ts';
import { bungee } from './bungee.ts';
import { ALLOWANCE_HOLDER, OPEN_ROUTER } from './contracts.ts';
import type { Quoted } from './schemas.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8');
/** A minute before the recorded routes expire. */
const nowMs = 1_781_000_029_000;
const question = { corridor: corridorNamed('ethereum:USDC>arbitrum:USDC'), amountIn: 1_000_000_000n };
const user = '0x3e8cb4bd04d81498ab4b94a392c334f5328b237b';
const answer: QuoteAnswer = {
  amountOut: 997_812_345n,
  minAmountOut: 997_812_345n,
  fees: [
    { kind: 'integrator', asset: 'ethereum:USDC', amount: 2_000_000n },
    { kind: 'protocol', asset: 'ethereum:USDC', amount: 187_655n },
  ],
  rebate: 0n,
  surcharges: [],
  originGas: 240_000n,
  etaSeconds: { p50: 4, p90: 12 },
  limits: { min: null, max: null, instant: null },
  validUntilMs: nowMs + 30_000,
  via: 'Across',
};

type Json = Record<string, unknown>;
interface Body {
  result: Omit<Quoted, 'routes' | 'input'> & { input: { token: Json; amount: string }; routes: Json[] };
}

/** The documented answer with some of it changed; its second route is the one that can be read. */
const changed = (change: (result: Body['result'], across: Json) => void): string =>
  changedJson<Body>(fixture('quote.across'), ({ result }) => change(result, result.routes[1] ?? {}));

const refusal = (name: string, body: string, expected: object, status = 200, headers: Record<string, string> = {}) => ({
  name,
  question,
  recorded: recordedJson(body, status, headers),
  expected,
});
const malformed = { code: 'MALFORMED_ANSWER' };
const output = (across: Json) => across.output as { token: Json };
const call = (across: Json) => (across.txData as { object: Json }).object;
const recorded = recordedJson(fixture('quote.across'));
const data = call(JSON.parse(fixture('quote.across')).result.routes[1]).data as Hex;

describeConformance({
  bridge: bungee,
  nowMs,
  answers: [
    { name: 'USDC to USDC: the best that can be read, and not the one that gives more', question, recorded, expected: answer },
    {
      name: 'ether to ether, with no fee of its own',
      question: { corridor: corridorNamed('base:ETH>optimism:ETH'), amountIn: 500_000_000_000_000_000n },
      recorded: recordedJson(fixture('quote.ether')),
      expected: {
        ...answer,
        amountOut: 499_961_000_000_000_000n,
        minAmountOut: 499_961_000_000_000_000n,
        fees: [{ kind: 'protocol', asset: 'base:ETH', amount: 39_000_000_000_000n }],
      },
    },
  ],
  failures: [
    refusal('no route', fixture('quote.none'), { code: 'UNSUPPORTED_ROUTE', detail: 'no route was found' }),
    refusal('no route, called an error', fixture('quote.error-no-routes'), { code: 'UNSUPPORTED_ROUTE' }, 400),
    refusal('the same with 200', fixture('quote.error-no-routes'), { code: 'UNSUPPORTED_ROUTE' }),
    refusal('a token that is not carried', fixture('quote.error-token'), { code: 'UNSUPPORTED_ROUTE' }, 400),
    refusal('routes by calls that cannot be read', fixture('quote.unreadable'), { code: 'UNSUPPORTED_ROUTE' }),
    refusal('too little', '{"success":false,"statusCode":400,"message":"Input amount too low"}', { code: 'AMOUNT_TOO_LOW' }, 400),
    refusal('an error without words', '{"success":false,"statusCode":400}', { code: 'UPSTREAM_ERROR' }, 400),
    refusal('too many questions', '{"success":false}', { code: 'RATE_LIMITED', retryAfterMs: 7_000 }, 429, { 'retry-after': '7' }),
    refusal(
      'another token',
      changed((_, across) => Object.assign(output(across).token, { address: '0xfd086bc7cd5c481dcc9c85ebe478a1c0b69fcbb9' })),
      malformed,
    ),
    refusal(
      'other decimals',
      changed((_, across) => Object.assign(output(across).token, { decimals: 18 })),
      malformed,
    ),
    refusal(
      'another chain',
      changed((result) => Object.assign(result, { destinationChainId: 10 })),
      malformed,
    ),
    refusal(
      'another amount',
      changed(({ input }) => Object.assign(input, { amount: '2000000000' })),
      malformed,
    ),
    refusal(
      'less said than the call delivers',
      changed((_, across) => Object.assign(output(across), { amount: '997812344' })),
      malformed,
    ),
    refusal(
      'more promised at least than the call delivers',
      changed((_, across) => Object.assign(output(across), { amount: '999000000', minAmountOut: '998000000' })),
      malformed,
    ),
    refusal(
      'another spender',
      changed((_, across) => Object.assign(across.approval as Json, { spenderAddress: user })),
      malformed,
    ),
    refusal(
      'an approval of another token',
      changed((_, across) => Object.assign(across.approval as Json, { tokenAddress: user })),
      malformed,
    ),
    refusal(
      'a route by a deposit to an address',
      changed((_, across) => Object.assign(across, { userOp: 'deposit' })),
      malformed,
    ),
    refusal(
      'a route that has expired',
      changed((_, across) => Object.assign(across, { expiresAt: 1_781_000_029 })),
      malformed,
    ),
  ],
  corridors: [
    {
      name: 'every token that it lists to its like elsewhere, but for one with other decimals than ours',
      recorded: recordedJson(fixture('tokens-list')),
      expected: [
        { from: 'ethereum:ETH', to: 'arbitrum:ETH' },
        { from: 'ethereum:USDC', to: 'arbitrum:USDC' },
        { from: 'arbitrum:ETH', to: 'ethereum:ETH' },
        { from: 'arbitrum:USDC', to: 'ethereum:USDC' },
      ],
    },
  ],
  transaction: {
    sender: user,
    recipient: user,
    recorded,
    expected: {
      chainId: 1,
      to: ALLOWANCE_HOLDER,
      data,
      value: 0n,
      spender: ALLOWANCE_HOLDER,
      amountSent: question.amountIn,
      amountOut: answer.amountOut,
      minAmountOut: answer.minAmountOut,
      etaSeconds: answer.etaSeconds,
      validUntilMs: answer.validUntilMs,
      usualGas: answer.originGas,
    },
    readBack: (built) => {
      const [operator, token, amount, target, inner] = decodeFunctionData({ abi: holderAbi, data: built as Hex }).args;
      const bridged = decodeFunctionData({ abi: routerAbi, data: inner });
      return [operator, token, amount, target, bridged.functionName];
    },
    expectedReadBack: [OPEN_ROUTER, question.corridor.from.address, question.amountIn, OPEN_ROUTER, 'bridge'],
  },
});

describe('the router’s logs', () => {
  const quoteId = `0x${'ab'.repeat(32)}` as const;
  const log = {
    chainId: 1,
    address: OPEN_ROUTER,
    topics: encodeEventTopics({ abi: routerAbi, eventName: 'RequestExecuted', args: { quoteId } }) as string[],
    data: '0x',
  };

  test('they tell by which quote’s id its status is asked', () => {
    expect(bungee.decode(log)).toEqual({
      kind: 'deposit',
      transferKey: `bungee:1:${quoteId}`,
      fields: { quoteId, originChainId: 1n },
    });
  });

  test('the same from elsewhere is nobody’s, and damaged ones are none', () => {
    expect(bungee.decode({ ...log, address: user })).toBeUndefined();
    expect(bungee.decode({ ...log, topics: log.topics.slice(0, 1) })).toBeUndefined();
  });

  test('transfers are followed as those of the bridge that is called', () => {
    expect(bungee.watches(1)).toEqual([]);
  });
});
