import type { Asset } from '#core/domain/asset.ts';
import type { FailureCode, QuoteAnswer, QuoteFailure, QuoteLimits } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { checkAnswer } from './check-answer.ts';
import { failure } from './failure.ts';
import { playBack, recordedJson } from './play-back.ts';
import type { Bridge, BridgeContext, RecordedRead, StatusFailure, SupportedCorridor, TransferReference, TransferStatus } from './port.ts';
import type { QuoteQuestion } from './quote-question.ts';
import { readAnyTransfer } from './read-transfer.ts';
import type { Recording } from './recording.ts';
import { sampleQuestion, sampleQuestions, variedQuestions } from './sample-questions.ts';

/** What an adapter makes of a recorded answer. */
export type Reading =
  | { readonly kind: 'quote'; readonly question: QuoteQuestion; readonly answer: QuoteAnswer }
  | { readonly kind: 'limits'; readonly limits: QuoteLimits }
  | { readonly kind: 'transfer'; readonly transfer: TransferStatus }
  | { readonly kind: 'assets'; readonly assets: readonly Asset[] }
  | { readonly kind: 'corridors'; readonly corridors: readonly SupportedCorridor[] }
  | { readonly kind: 'facts'; readonly facts: Readonly<Record<string, unknown>> }
  | { readonly kind: 'failure'; readonly failure: QuoteFailure | StatusFailure };

/** The detail of a failure that is a bug of the adapter: it threw. */
export const ADAPTER_FAILED = 'the bridge’s adapter failed';

export interface Asked {
  readonly question?: QuoteQuestion | undefined;
  readonly transfer?: TransferReference | undefined;
  /** When the answer was given, epoch ms. */
  readonly atMs?: number | undefined;
  /** Headers of the answer, in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Reads a recorded answer by the adapter's own code: the recording is played back to it as HTTP. What is not said in `asked` is taken
 * from the answer where it tells. The error is a sentence for whoever asked: no such endpoint, or a question that has to be given.
 */
export const readRecorded = async (bridge: Bridge, recording: Recording, asked: Asked, nowMs: number): Promise<Result<Reading, string>> => {
  const entry = entryFor(bridge, recording.endpoint);
  if (entry === undefined) {
    const known = Object.keys(bridge.reads).join(', ');
    if (known === '') return err(`${bridge.manifest.id} is asked on chain and has no recorded answers`);
    return err(`${bridge.manifest.id} has no endpoint "${recording.endpoint}"; name the file after one of ${known}`);
  }
  const misplaced = otherKind(entry, asked);
  if (misplaced !== undefined) return err(misplaced);
  const atMs = asked.atMs ?? entry.answeredAtMs?.(recording.json) ?? nowMs;
  const { status, body } = recording;
  const context = playBack(recordedJson(body, status, { ...asked.headers }), atMs, entry.isAnswerTo);
  try {
    return await readBy(entry, { bridge, recording, asked, context });
  } catch {
    return failed(failure('UPSTREAM_ERROR', ADAPTER_FAILED));
  }
};

const QUESTION = '{"from":"ethereum:USDC","to":"base:USDC","amountIn":"1000000000"}';
const TRANSFER = '{"originChainId":1,"transactionHash":"0x…"}';

/** A question for a transfer, or a transfer for a question. */
const otherKind = ({ gives }: RecordedRead, { question, transfer }: Asked): string | undefined => {
  const askedQuestion = question !== undefined && transfer === undefined;
  const askedTransfer = transfer !== undefined && question === undefined;
  if (gives === 'transfer' && askedQuestion) return `this answer is about a transfer: --ask is '${TRANSFER}' there`;
  return (gives === 'quote' || gives === 'limits') && askedTransfer
    ? `this answer is to a question: --ask is '${QUESTION}' there`
    : undefined;
};

/** `error-500.json` may come from any endpoint; `quote-usdc` is the endpoint `quote`. */
const entryFor = (bridge: Bridge, endpoint: string): RecordedRead | undefined => {
  const exact = Object.hasOwn(bridge.reads, endpoint) ? bridge.reads[endpoint] : undefined;
  if (exact !== undefined) return exact;
  const names = Object.keys(bridge.reads).sort((a, b) => b.length - a.length);
  const longer = names.find((name) => endpoint.startsWith(`${name}-`));
  if (longer !== undefined) return bridge.reads[longer];
  if (!/^error(-|$)/.test(endpoint)) return undefined;
  return Object.values(bridge.reads).find(({ gives }) => gives === 'quote') ?? Object.values(bridge.reads)[0];
};

interface Reader {
  readonly bridge: Bridge;
  readonly recording: Recording;
  readonly asked: Asked;
  readonly context: BridgeContext;
}

const failed = (given: QuoteFailure | StatusFailure): Result<Reading, string> => ok({ kind: 'failure', failure: given });

const readBy = async (entry: RecordedRead, reader: Reader): Promise<Result<Reading, string>> => {
  const { bridge, recording, asked, context } = reader;
  switch (entry.gives) {
    case 'quote':
      return readQuote(entry, reader);
    case 'limits': {
      const given = await entry.read(context, asked.question ?? entry.question?.(recording.json) ?? sampleQuestion(bridge));
      return given.ok ? ok({ kind: 'limits', limits: given.value }) : failed(given.error);
    }
    case 'transfer':
      return readTransfer(entry, reader);
    case 'assets': {
      const given = await entry.read(context);
      return given.ok ? ok({ kind: 'assets', assets: given.value }) : failed(given.error);
    }
    case 'corridors': {
      const given = await entry.read(context);
      return given.ok ? ok({ kind: 'corridors', corridors: given.value }) : failed(given.error);
    }
    case 'facts': {
      const given = await entry.read(context);
      return given.ok ? ok({ kind: 'facts', facts: given.value }) : failed(given.error);
    }
  }
};

const readTransfer = async (entry: RecordedRead & { gives: 'transfer' }, reader: Reader): Promise<Result<Reading, string>> => {
  const { bridge, recording, asked, context } = reader;
  const transfer = asked.transfer ?? entry.transfer?.(recording.json);
  const read = transfer === undefined ? await readAnyTransfer(bridge, entry, context) : ok(await entry.read(context, transfer));
  if (!read.ok) {
    return err(`this answer does not say which transfer it is about: give it with --ask '${TRANSFER}'`);
  }
  const given = read.value;
  return given.ok ? ok({ kind: 'transfer', transfer: given.value }) : failed(given.error);
};

/** Failures that a question made up by us could bring about by itself. */
const OF_A_QUESTION: ReadonlySet<FailureCode> = new Set([
  'UNSUPPORTED_ROUTE',
  'AMOUNT_TOO_LOW',
  'AMOUNT_TOO_HIGH',
  'INSUFFICIENT_LIQUIDITY',
  'IMPLAUSIBLE_ANSWER',
  'MALFORMED_ANSWER',
]);

const readQuote = async (entry: RecordedRead & { gives: 'quote' }, reader: Reader): Promise<Result<Reading, string>> => {
  const { bridge, recording, asked, context } = reader;
  const put = (to: QuoteQuestion, as = context) => answered(entry, as, to);
  const told = asked.question ?? entry.question?.(recording.json);
  if (typeof told === 'object') {
    const given = await put(told);
    return given.ok ? ok({ kind: 'quote', question: told, answer: given.value }) : failed(given.error);
  }
  // An error, and what is no answer at all, say the same whatever was asked.
  const given = await sampled(put, bridge);
  const tellsItself = recording.status >= 400 || recording.json === undefined;
  if (!given.ok && (tellsItself || !OF_A_QUESTION.has(given.error.code) || (await failsAlike(put, reader)))) return failed(given.error);
  if (told !== undefined) return failed(failure('MALFORMED_ANSWER', told));
  return err(`this answer does not say what was asked: give it with --ask '${QUESTION}'`);
};

type Put = (question: QuoteQuestion, as?: BridgeContext) => Promise<Result<QuoteAnswer, QuoteFailure>>;

const answered = async (
  entry: RecordedRead & { gives: 'quote' },
  context: BridgeContext,
  question: QuoteQuestion,
): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const given = await entry.read(context, question);
  return given.ok ? checkAnswer({ question, answer: given.value, observedAtMs: context.now() }) : given;
};

/**
 * Whether questions that have nothing in common are all answered by one failure, to the word: then it is none of theirs. Those that the adapter
 * refuses without asking say nothing of the answer.
 */
const failsAlike = async (put: Put, { bridge, context }: Reader): Promise<boolean> => {
  const failures = await Promise.all(
    variedQuestions(bridge).map(async (question) => {
      let asked = false;
      const request: BridgeContext['http']['request'] = (input) => {
        asked = true;
        return context.http.request(input);
      };
      const given = await put(question, { ...context, http: { request } });
      if (given.ok) return 'an answer';
      return asked ? `${given.error.code} ${given.error.limit} ${given.error.detail}` : [];
    }),
  );
  const told = failures.flat();
  return told.length > 1 && !told.includes('an answer') && new Set(told).size === 1;
};

/**
 * What an answer gives whatever was asked. A limit may be told in whole tokens by their symbol, and counts in base units of that token alone:
 * of the assets that the bridge carries, the one that gives a limit is meant, unless several do.
 */
const sampled = async (put: Put, bridge: Bridge): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const given = await put(sampleQuestion(bridge));
  if (given.ok || given.error.limit !== null || !/^AMOUNT_TOO_/.test(given.error.code)) return given;
  const others = await Promise.all(sampleQuestions(bridge).map((one) => put(one)));
  const limited = others.filter((one) => !one.ok && one.error.code === given.error.code && one.error.limit !== null);
  const [only] = limited;
  return only !== undefined && new Set(limited.map((one) => (one.ok ? null : one.error.limit))).size === 1 ? only : given;
};
