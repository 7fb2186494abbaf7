import { ASSETS, type Asset } from '#core/domain/asset.ts';
import { corridorOf } from '#core/domain/corridor.ts';
import type { FailureCode, QuoteAnswer, QuoteFailure, QuoteLimits } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { checkAnswer } from './check-answer.ts';
import { failure } from './failure.ts';
import { playBack, recordedJson } from './play-back.ts';
import type {
  Bridge,
  BridgeContext,
  QuoteQuestion,
  RecordedRead,
  StatusFailure,
  SupportedCorridor,
  TransferReference,
  TransferStatus,
} from './port.ts';
import type { Recording } from './recording.ts';

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
    return err(`${bridge.manifest.id} has no endpoint "${recording.endpoint}"; name the file after one of ${known}`);
  }
  const atMs = asked.atMs ?? entry.answeredAtMs?.(recording.json) ?? nowMs;
  const { status, body } = recording;
  const context = playBack(recordedJson(body, status, { ...asked.headers }), atMs, entry.isAnswerTo);
  try {
    return await readBy(entry, { bridge, recording, asked, context });
  } catch {
    return failed(failure('UPSTREAM_ERROR', ADAPTER_FAILED));
  }
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
    case 'transfer': {
      const given = await entry.read(context, asked.transfer ?? entry.transfer?.(recording.json) ?? sampleTransfer(bridge));
      return given.ok ? ok({ kind: 'transfer', transfer: given.value }) : failed(given.error);
    }
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

/** Failures that a question made up by us could bring about by itself. */
const OF_A_QUESTION: ReadonlySet<FailureCode> = new Set([
  'UNSUPPORTED_ROUTE',
  'AMOUNT_TOO_LOW',
  'AMOUNT_TOO_HIGH',
  'INSUFFICIENT_LIQUIDITY',
  'IMPLAUSIBLE_ANSWER',
  'MALFORMED_ANSWER',
]);

/** Answers that repeat their question and from which none can be taken are malformed whatever was asked. */
const mayComeFromTheQuestion = (code: FailureCode, { question }: RecordedRead & { gives: 'quote' }): boolean =>
  OF_A_QUESTION.has(code) && !(code === 'MALFORMED_ANSWER' && question !== undefined);

const readQuote = async (entry: RecordedRead & { gives: 'quote' }, reader: Reader): Promise<Result<Reading, string>> => {
  const { bridge, recording, asked, context } = reader;
  const question = asked.question ?? entry.question?.(recording.json);
  const put = async (to: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
    const given = await entry.read(context, to);
    return given.ok ? checkAnswer({ question: to, answer: given.value, observedAtMs: context.now() }) : given;
  };
  if (question !== undefined) {
    const given = await put(question);
    return given.ok ? ok({ kind: 'quote', question, answer: given.value }) : failed(given.error);
  }
  // An error, and what is no answer at all, say the same whatever was asked.
  const given = await sampled(put, bridge);
  const tellsItself = recording.status >= 400 || recording.json === undefined;
  if (!given.ok && (tellsItself || !mayComeFromTheQuestion(given.error.code, entry))) return failed(given.error);
  return err(
    `this answer does not say what was asked: give it with --ask '{"from":"ethereum:USDC","to":"base:USDC","amountIn":"1000000000"}'`,
  );
};

/**
 * What an answer gives whatever was asked. A limit may be told in whole tokens by their symbol, and counts in base units of that token alone:
 * of the assets that the bridge carries, the one that gives a limit is meant, unless several do.
 */
const sampled = async (
  put: (question: QuoteQuestion) => Promise<Result<QuoteAnswer, QuoteFailure>>,
  bridge: Bridge,
): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const given = await put(sampleQuestion(bridge));
  if (given.ok || given.error.limit !== null || !/^AMOUNT_TOO_/.test(given.error.code)) return given;
  const others = await Promise.all(sampleQuestions(bridge).map(put));
  const limited = others.filter((one) => !one.ok && one.error.code === given.error.code && one.error.limit !== null);
  const [only] = limited;
  return only !== undefined && new Set(limited.map((one) => (one.ok ? null : one.error.limit))).size === 1 ? only : given;
};

/** Something that the bridge would have asked, for answers that do not depend on it: a thousand of an asset that it carries. */
export const sampleQuestion = (bridge: Bridge): QuoteQuestion => {
  const [first] = sampleQuestions(bridge);
  if (first === undefined) throw new Error(`${bridge.manifest.id} carries no asset of the registry between two chains`);
  return first;
};

/** One for each symbol that the bridge carries between two chains, in the order of the registry. */
const sampleQuestions = ({ manifest }: Bridge): readonly QuoteQuestion[] => {
  const carried = ASSETS.filter(({ chainId, symbol }) => manifest.chains.includes(chainId) && manifest.assets.includes(symbol));
  const bySymbol = new Map<string, QuoteQuestion>();
  for (const from of carried) {
    const to = carried.find(({ chainId, symbol }) => chainId !== from.chainId && symbol === from.symbol);
    if (to === undefined || bySymbol.has(from.symbol)) continue;
    bySymbol.set(from.symbol, { corridor: corridorOf(from, to), amountIn: 1_000n * 10n ** BigInt(from.decimals) });
  }
  return [...bySymbol.values()];
};

const sampleTransfer = ({ manifest }: Bridge): TransferReference => ({
  originChainId: manifest.chains[0] ?? 1,
  transactionHash: `0x${'0'.repeat(64)}`,
});
