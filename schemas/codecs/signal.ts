import { isFailureCode } from '#core/domain/quote.ts';
import { isSignalKind, type Signal } from '#core/domain/signal.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { SignalRecord } from '../generated/signal.ts';
import { FieldError, readNumber, readTime } from './amount.ts';

const optionalNumber = (value: number | null, field: string): number | null => (value === null ? null : readNumber(value, field));

/** A record of the topic `signals` as the domain has it, or in words what is wrong with it. */
export const signalFromRecord = (record: SignalRecord): Result<Signal, string> => {
  const { signalId, kind, code } = record;
  if (signalId === '') return err('signalId is empty');
  if (!isSignalKind(kind)) return err(`kind is ${kind.slice(0, 40)}, which is not known here`);
  try {
    return ok({
      ...record,
      kind,
      code: code === null ? null : isFailureCode(code) ? code : 'UPSTREAM_ERROR',
      latencyMs: optionalNumber(record.latencyMs, 'latencyMs'),
      value: optionalNumber(record.value, 'value'),
      observedAtMs: readTime(record.observedAtMs, 'observedAtMs'),
    });
  } catch (error) {
    if (error instanceof FieldError) return err(error.message);
    throw error;
  }
};

/** A signal as a record of the topic `signals`. */
export const signalToRecord = (signal: Signal): SignalRecord => ({ ...signal });

/** What keys a signal in its topic: the bridge, else the chain, so that the words on one thing stay in order. */
export const signalKey = ({ bridge, chain, signalId }: Signal): string => bridge || (chain ?? signalId);
