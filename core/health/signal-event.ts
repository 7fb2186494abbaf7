import type { Signal } from '../domain/signal.ts';
import type { HealthEvent, Look, Verdict } from './health-event.ts';
import { chainsOf, isCounted, verdictOf } from './quote-look.ts';

const lookOf = (signal: Signal, atMs: number, verdict: Verdict): Look => {
  const { signalId: id, corridor, chain, code, detail, latencyMs, kind } = signal;
  const chains = corridor !== null ? chainsOf(corridor) : chain === null ? [] : [chain];
  const counted = code !== null && isCounted(code) ? code : null;
  const answerMs = kind === 'probe' && signal.ok ? latencyMs : null;
  return { kind: 'look', id, atMs, verdict, code: counted, detail, chains, latencyMs: answerMs, askedAtMs: atMs - (latencyMs ?? 0) };
};

/** What a signal says of its bridge; undefined when it says nothing of a bridge. */
export const signalEvent = (signal: Signal, atMs: number): HealthEvent | undefined => {
  const { signalId: id, bridge, kind, ok, code, detail, value, reference } = signal;
  if (bridge === '') return undefined;
  switch (kind) {
    case 'probe':
      return lookOf(signal, atMs, ok ? 'answered' : verdictOf(code ?? 'UPSTREAM_ERROR'));
    case 'api':
      // A door that opens does not mean that somebody is at home: a ping alone closes no breaker.
      return lookOf(signal, atMs, ok ? 'reached' : verdictOf(code ?? 'UPSTREAM_ERROR'));
    case 'contract':
      return lookOf({ ...signal, code: ok ? null : 'PAUSED' }, atMs, ok ? 'reached' : 'failed');
    case 'tvl':
      return value === null ? undefined : { kind: 'tvl', id, atMs, usd: value };
    case 'incident':
      return reference === null ? undefined : { kind: 'incident', id, atMs, reference, stands: !ok, detail };
    default:
      return undefined;
  }
};
