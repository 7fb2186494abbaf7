import type { BaseFeeOutcome, HttpOutcome, RpcOutcome } from './network-port.ts';
import type { BridgeContext } from './port.ts';

/** What the world answers, whatever it is asked: a recorded exchange, played back. */
export type Recorded =
  | { readonly http: HttpOutcome }
  /** Every chain's base fee is 1 gwei unless another was recorded. */
  | { readonly rpc: RpcOutcome; readonly baseFee?: bigint };

/** Where the recordings pretend to come from. */
const ENDPOINTS = new Proxy<Record<string, string>>({}, { get: () => 'http://127.0.0.1' });

const NOTHING = { kind: 'unreachable', detail: 'nothing was recorded' } as const;
const GWEI = 1_000_000_000n;

const baseFeeIn = (recorded: Recorded): BaseFeeOutcome => {
  if (!('rpc' in recorded)) return NOTHING;
  const { rpc, baseFee = GWEI } = recorded;
  return rpc.kind === 'results' ? { kind: 'fee', perGas: baseFee } : rpc;
};

/** A context in which every request gets the recorded answer, or those alone that `isAnswerTo` names by their URL. */
export const playBack = (recorded: Recorded, nowMs: number, isAnswerTo: (url: string) => boolean = () => true): BridgeContext => ({
  http: { request: async ({ url }) => ('http' in recorded && isAnswerTo(url) ? recorded.http : NOTHING) },
  rpc: {
    call: async () => ('rpc' in recorded ? recorded.rpc : NOTHING),
    baseFee: async () => baseFeeIn(recorded),
    ask: async () => NOTHING,
  },
  now: () => nowMs,
  endpoints: ENDPOINTS,
  // A vendor that demands a key would not be asked without one.
  apiKeys: new Proxy<Record<string, string>>({}, { get: () => 'recorded' }),
  signal: new AbortController().signal,
});

/** A response with this body; 200 unless another status is given. Header names in lower case. */
export const recordedJson = (body: string, status = 200, headers: Record<string, string> = {}): Recorded => ({
  http: { kind: 'response', status, headers, body },
});
