import { decodeAbiParameters, decodeFunctionData, encodeErrorResult, encodeFunctionData, type Hex, parseAbi, size } from 'viem';
import { describe, expect, test } from 'vitest';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { checkAnswer } from '../_kit/check-answer.ts';
import { describeConformance } from '../_kit/conformance.ts';
import { playBack, type Recorded } from '../_kit/play-back.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { arbSysAbi, errorsAbi, inboxAbi, l1RouterAbi, l2RouterAbi } from './abi.ts';
import { arbitrumBridge } from './arbitrum-bridge.ts';
import { TOKEN_MESSAGE_BYTES } from './ask-carriage.ts';
import { ARB_SYS, INBOX, L1_ROUTER, L2_ROUTER } from './contracts.ts';
import {
  flag,
  GWEI,
  given,
  inbox,
  nowMs,
  place,
  questionOf,
  recipient,
  rollup,
  routed,
  sender,
  tokenNamed,
  word,
} from './testing/arbitrum-answers.ts';

const deposit = questionOf('ethereum:ETH>arbitrum:ETH');
const withdrawal = questionOf('arbitrum:ETH>ethereum:ETH');
const weth = tokenNamed('WETH');
const dai = tokenNamed('DAI');

/** As the inbox works it out at 1 gwei: 1400 for a message, and 6 for each of its bytes. */
const ETHER_FEE = 1_400n * GWEI;
const TOKEN_FEE = (1_400n + 6n * TOKEN_MESSAGE_BYTES) * GWEI;

const answer: QuoteAnswer = {
  amountOut: deposit.amountIn,
  minAmountOut: deposit.amountIn,
  fees: [],
  rebate: 0n,
  surcharges: [
    { kind: 'message', asset: 'ethereum:ETH', amount: 4n * ETHER_FEE },
    { kind: 'gas', asset: 'ethereum:ETH', amount: 100_000n * 6n * GWEI },
  ],
  originGas: 93_000n,
  etaSeconds: { p50: 600, p90: 900 },
  limits: { min: null, max: null, instant: null },
  validUntilMs: nowMs + 30_000,
};

const refusal = (name: string, recorded: Recorded, expected: object, question: QuoteQuestion = deposit) => ({
  name,
  question,
  recorded,
  expected,
});
const reverted = { ok: false, data: '0xdeadbeef' } as const;
const elsewhere = '0x000000000000000000000000000000000000dEaD';
const paid = 4n * ETHER_FEE + 100_000n * 6n * GWEI;

describeConformance({
  bridge: arbitrumBridge,
  nowMs,
  answers: [{ name: 'ether while gas is cheap', question: deposit, recorded: given(...inbox(ETHER_FEE)), expected: answer }],
  failures: [
    refusal('no contract there', given('0x', '0x'), { code: 'UNSUPPORTED_ROUTE' }),
    refusal('a revert', { rpc: { kind: 'results', results: [reverted, reverted] } }, { code: 'UPSTREAM_ERROR' }),
    refusal('one answer for two questions', given(flag(false)), { code: 'MALFORMED_ANSWER' }),
    refusal('deposits paused', given(flag(true), word(ETHER_FEE)), { code: 'PAUSED' }),
    refusal('an ether for a message', given(...inbox(10n ** 18n)), { code: 'IMPLAUSIBLE_ANSWER' }),
    refusal('the rollup paused', given(flag(true), word(45_818n)), { code: 'PAUSED' }, withdrawal),
    refusal('a wait of a month', given(...rollup(216_000n)), { code: 'IMPLAUSIBLE_ANSWER' }, withdrawal),
    refusal(
      'a gateway that the router has disabled',
      given(...inbox(TOKEN_FEE), place('0x0000000000000000000000000000000000000000'), place(dai.l2Token)),
      { code: 'UNSUPPORTED_ROUTE' },
      questionOf('ethereum:DAI>arbitrum:DAI'),
    ),
    refusal(
      'another token on Arbitrum',
      given(...rollup(45_818n), place(weth.l1Gateway), place(elsewhere)),
      { code: 'UNSUPPORTED_ROUTE' },
      questionOf('arbitrum:WETH>ethereum:WETH'),
    ),
    ...['ethereum:USDC>arbitrum:USDC', 'arbitrum:USDT>ethereum:USDT', 'ethereum:ETH>optimism:ETH', 'ethereum:ETH>arbitrum:WETH'].map((id) =>
      refusal(`what it does not carry: ${id}`, given(...inbox(ETHER_FEE)), { code: 'UNSUPPORTED_ROUTE' }, questionOf(id)),
    ),
  ],
  corridors: [
    {
      name: 'a token that arrives as another is not listed',
      recorded: given(place(weth.l2Token), place(elsewhere)),
      expected: ['ETH', 'WETH'].flatMap((symbol) => [
        { from: `ethereum:${symbol}`, to: `arbitrum:${symbol}` },
        { from: `arbitrum:${symbol}`, to: `ethereum:${symbol}` },
      ]),
    },
  ],
  transaction: {
    sender,
    recipient,
    recorded: given(...inbox(ETHER_FEE)),
    expected: {
      chainId: 1,
      to: INBOX,
      data: expect.stringMatching(/^0x679b6ded/) as unknown as string,
      value: deposit.amountIn + paid,
      amountSent: deposit.amountIn,
      amountOut: deposit.amountIn,
      minAmountOut: deposit.amountIn,
      etaSeconds: answer.etaSeconds,
      validUntilMs: answer.validUntilMs,
      usualGas: answer.originGas,
    },
    readBack: (data) => decodeFunctionData({ abi: inboxAbi, data: data as Hex }).args,
    expectedReadBack: [recipient, deposit.amountIn, 4n * ETHER_FEE, sender, sender, 100_000n, 6n * GWEI, '0x'],
  },
});

describe('what it costs and takes', () => {
  const quoteOf = async (question: QuoteQuestion, recorded: Recorded) => {
    const quoted = await arbitrumBridge.quote(playBack(recorded, nowMs), question);
    if (!quoted.ok) throw new Error(quoted.error.detail);
    expect(checkAnswer({ question, answer: quoted.value, observedAtMs: nowMs }).ok).toBe(true);
    return quoted.value;
  };
  const built = async (question: QuoteQuestion, recorded: Recorded) => {
    const { amountIn } = question;
    const request = { ...question, sender, recipient, minAmountOut: amountIn, quoted: { amountOut: amountIn, validUntilMs: nowMs } };
    const given = await arbitrumBridge.transaction(playBack(recorded, nowMs), request);
    if (!given.ok) throw new Error(given.error.detail);
    return given.value;
  };

  test('a token’s message is as long as the gateways make it', () => {
    const abi = parseAbi(['function finalizeInboundTransfer(address token, address from, address to, uint256 amount, bytes data)']);
    // The gateways' two empty `bytes`.
    const data: Hex = `0x${[64n, 96n, 0n, 0n].map((one) => one.toString(16).padStart(64, '0')).join('')}`;
    const message = encodeFunctionData({ abi, args: [recipient, sender, recipient, 1n, data] });
    expect(BigInt(size(message))).toBe(TOKEN_MESSAGE_BYTES);
  });

  test('a base fee of nothing is not handed to the inbox, which would take it for that of its block', async () => {
    const asked: string[] = [];
    const context = playBack({ ...given(...inbox(1_400n)), baseFee: 0n } as Recorded, nowMs);
    const call: typeof context.rpc.call = async (chainId, calls, signal) => {
      asked.push(...calls.map(({ data }) => data));
      return context.rpc.call(chainId, calls, signal);
    };
    expect((await arbitrumBridge.quote({ ...context, rpc: { ...context.rpc, call } }, deposit)).ok).toBe(true);
    expect(asked.map((data) => decodeFunctionData({ abi: inboxAbi, data: data as Hex }).args ?? [])).toEqual([[], [0n, 1n]]);
  });

  test.each([
    [weth, 'outboundTransferCustomRefund', [weth.l1Token, sender, recipient]],
    [dai, 'outboundTransfer', [dai.l1Token, recipient]],
  ] as const)('$symbol goes by $l1Gateway, which takes it from its owner', async (token, name, first) => {
    const question = questionOf(`ethereum:${token.symbol}>arbitrum:${token.symbol}`);
    const { to, spender, value, data } = await built(question, given(...inbox(TOKEN_FEE), ...routed(token)));
    expect([to, spender, value]).toEqual([L1_ROUTER, token.l1Gateway, 4n * TOKEN_FEE + 300_000n * 6n * GWEI]);
    const { functionName, args } = decodeFunctionData({ abi: l1RouterAbi, data: data as Hex });
    expect([functionName, ...args.slice(0, -1)]).toEqual([name, ...first, question.amountIn, 300_000n, 6n * GWEI]);
    const more = decodeAbiParameters([{ type: 'uint256' }, { type: 'bytes' }], args.at(-1) as Hex);
    expect(more).toEqual([4n * TOKEN_FEE, '0x']);
  });

  test('a withdrawal names its claim, with the wait that the rollup itself tells', async () => {
    expect(await quoteOf(withdrawal, given(...rollup(45_818n)))).toMatchObject({
      amountOut: withdrawal.amountIn,
      fees: [],
      surcharges: [],
      etaSeconds: { p50: 553_440, p90: 557_040 },
      userSteps: [{ kind: 'claim', chainId: 1, afterSeconds: 553_416, gas: 110_000n }],
    });
    const half = await quoteOf(withdrawal, given(...rollup(22_909n)));
    expect(half.userSteps?.[0]?.afterSeconds).toBe(3_600 + 22_909 * 12);
  });

  test('ether leaves by the node’s own contract, a token by the router, and nobody needs an allowance', async () => {
    const ofEther = await built(withdrawal, given(...rollup(45_818n)));
    expect(ofEther).toMatchObject({ chainId: 42161, to: ARB_SYS, value: withdrawal.amountIn });
    expect(decodeFunctionData({ abi: arbSysAbi, data: ofEther.data as Hex }).args).toEqual([recipient]);
    const question = questionOf('arbitrum:DAI>ethereum:DAI');
    const ofDai = await built(question, given(...rollup(45_818n), ...routed(dai)));
    expect(ofDai).toMatchObject({ chainId: 42161, to: L2_ROUTER, value: 0n });
    expect(decodeFunctionData({ abi: l2RouterAbi, data: ofDai.data as Hex }).args).toEqual([
      dai.l1Token,
      recipient,
      question.amountIn,
      '0x',
    ]);
    expect([ofEther.spender, ofDai.spender]).toEqual([undefined, undefined]);
  });
});

test('reverts are explained in words that a signer can act on', () => {
  const inWords = (reason: string) => encodeErrorResult({ abi: parseAbi(['error Error(string reason)']), args: [reason] });
  const explain = arbitrumBridge.explainRevert;
  expect(explain(encodeErrorResult({ abi: errorsAbi, errorName: 'InsufficientSubmissionCost', args: [2n, 1n] }))?.code).toBe(
    'QUOTE_EXPIRED',
  );
  expect(explain(encodeErrorResult({ abi: errorsAbi, errorName: 'NotAllowedOrigin', args: [sender] }))?.code).toBe('PAUSED');
  expect(explain(inWords('Pausable: paused'))?.code).toBe('PAUSED');
  expect(explain(inWords('L1DaiGateway/closed'))?.code).toBe('PAUSED');
  expect(explain(inWords('NO_L2_TOKEN_SET'))?.code).toBe('UNSUPPORTED_ROUTE');
  expect(explain(inWords('EXTRA_DATA_DISABLED'))).toBeUndefined();
});
