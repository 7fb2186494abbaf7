import { checkAnswer } from '#bridges/_kit/check-answer.ts';
import type { HttpPort, RpcPort } from '#bridges/_kit/network-port.ts';
import type { BridgeContext } from '#bridges/_kit/port.ts';
import { readingJson } from '#bridges/_kit/reading-json.ts';
import { readConfig } from '#platform/config.ts';
import { connectBridges } from '#platform/connect-bridges.ts';
import { dataDirPaths } from '../data-dir.ts';
import { readRunningState, type StackState } from '../state-file.ts';
import { findBridge } from './find-bridge.ts';
import { readAsk } from './read-ask.ts';
import { UsageError } from './usage-error.ts';

interface Exchange {
  readonly request: unknown;
  readonly answer: unknown;
}

/**
 * `npm run bridge -- quote NAME --ask …`: asks the vendor that the configuration names, or that of the stack which runs on the data
 * folder (`say` hears which), and gives every request, its answer and what the adapter makes of them. API keys are not shown. Throws a UsageError.
 */
export const quoteCommand = async (
  name: string,
  options: { ask?: string; dataDir: string; say: (sentence: string) => void },
): Promise<unknown> => {
  const bridge = findBridge(name);
  const question = options.ask === undefined ? undefined : readAsk(options.ask).question;
  if (question === undefined)
    throw new UsageError('Say what to ask: --ask \'{"from":"ethereum:USDC","to":"base:USDC","amountIn":"1000000000"}\'.');
  const running = readRunningState(dataDirPaths(options.dataDir).state);
  options.say(whoIsAsked(running, options.dataDir));
  const config = readConfig({ ...running?.urls, ...process.env });
  const { context } = connectBridges({ ...config, ROUTEBOOK_BRIDGES: [name] }, Date.now);
  const exchanges: Exchange[] = [];
  const secrets = Object.values(context.apiKeys);
  const watched: BridgeContext = {
    ...context,
    http: watchHttp(context.http, exchanges, secrets),
    rpc: watchRpc(context.rpc, exchanges),
    signal: AbortSignal.timeout(config.QUOTE_TIMEOUT_MS),
  };
  const given = await bridge.quote(watched, question);
  const checked = given.ok ? checkAnswer({ question, answer: given.value, observedAtMs: Date.now() }) : given;
  const reading = readingJson(
    name,
    checked.ok ? { kind: 'quote', question, answer: checked.value } : { kind: 'failure', failure: checked.error },
  );
  return { exchanges, reading };
};

/** A stack on another folder is not found: its simnet is then not what answers. */
const whoIsAsked = (running: StackState | undefined, dataDir: string): string =>
  running === undefined
    ? `No stack runs on ${dataDir}: the vendors’ own APIs are asked, and chains where the environment names them. --data-dir asks a stack’s.`
    : `Asked is the ${running.network} of the stack on ${dataDir}.`;

const watchHttp = (http: HttpPort, exchanges: Exchange[], secrets: readonly string[]): HttpPort => ({
  request: async (input) => {
    const outcome = await http.request(input);
    const { url, method = 'GET', headers = {}, body } = input;
    const hidden = (text: string) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '…'), text);
    const shownHeaders = Object.fromEntries(Object.entries(headers).map(([header, value]) => [header, hidden(value)]));
    exchanges.push({
      request: { method, url: hidden(url), headers: shownHeaders, ...(body === undefined ? {} : { body: jsonOrText(body) }) },
      answer: outcome.kind === 'response' ? { status: outcome.status, body: jsonOrText(outcome.body) } : outcome,
    });
    return outcome;
  },
});

const watchRpc = (rpc: RpcPort, exchanges: Exchange[]): RpcPort => ({
  call: async (chainId, calls, signal) => {
    const outcome = await rpc.call(chainId, calls, signal);
    exchanges.push({ request: { chainId, calls }, answer: outcome });
    return outcome;
  },
  baseFee: async (chainId, signal) => {
    const outcome = await rpc.baseFee(chainId, signal);
    const answer = outcome.kind === 'fee' ? { ...outcome, perGas: String(outcome.perGas) } : outcome;
    exchanges.push({ request: { chainId, baseFee: 'latest' }, answer });
    return outcome;
  },
  ask: async (chainId, question, signal) => {
    const outcome = await rpc.ask(chainId, question, signal);
    exchanges.push({ request: { chainId, ...question }, answer: outcome });
    return outcome;
  },
});

const jsonOrText = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
