import type { StepFailure } from '#bridges/_kit/to-sign.ts';
import type { ErrorCode } from '#core/errors.ts';
import type { Refusal } from '../http/reply.ts';
import { refuse, type WaysOut } from './refusal.ts';

/** For whoever asked about a step of a transfer: there is no other way for this money. */
export const WAYS_OF_STEP: WaysOut = {
  BRIDGE_UNREACHABLE: 'try again in a few seconds',
  CHAIN_UNREACHABLE: 'try again in a few seconds',
  BRIDGE_PAUSED: 'the money stays where it is; try again later',
  WOULD_REVERT: 'ask again; if it stays, look at the transfer on the bridge’s own page',
  STEP_NOT_READY: 'ask again then',
  NOTHING_TO_SIGN: 'GET /api/v1/transfers/{id} tells where it stands',
  WRONG_SENDER: 'ask with that account as the sender',
  STEP_NOT_BUILT: 'use the bridge’s own page',
};

/** A vendor asked about one transfer wants some seconds between two questions. */
const AGAIN_SECONDS_MIN = 5;

/** The step cannot be sent yet. `readyAtMs` is from when, as far as is known. */
export const refusalOfWait = (why: string, readyAtMs: number | undefined, nowMs: number): Refusal => {
  const ahead = readyAtMs !== undefined && readyAtMs > nowMs ? readyAtMs : undefined;
  const when = ahead === undefined ? '' : ` (expected from ${new Date(ahead).toISOString()})`;
  return {
    ...refuse('STEP_NOT_READY', `${why}${when}`, WAYS_OF_STEP),
    ...(ahead === undefined ? {} : { readyAt: new Date(ahead).toISOString() }),
    retryAfterSeconds: Math.max(AGAIN_SECONDS_MIN, Math.ceil(((ahead ?? nowMs) - nowMs) / 1_000)),
  };
};

const POINTERS: Partial<Record<ErrorCode, string>> = { WRONG_SENDER: '/sender', STEP_NOT_BUILT: '/step' };

/** A bridge's own no. `expectedAtMs` is what the transfer itself says of when the step can be sent. */
export const refusalOfStep = (
  name: string,
  failure: StepFailure,
  { expectedAtMs, nowMs }: { expectedAtMs: number | undefined; nowMs: number },
): Refusal => {
  switch (failure.code) {
    case 'STEP_NOT_READY':
      return refusalOfWait(failure.detail, failure.readyAtMs ?? expectedAtMs, nowMs);
    case 'NOTHING_TO_SIGN':
    case 'WRONG_SENDER':
    case 'STEP_NOT_BUILT': {
      const pointer = POINTERS[failure.code];
      return { ...refuse(failure.code, failure.detail, WAYS_OF_STEP), ...(pointer === undefined ? {} : { pointer }) };
    }
    case 'PAUSED':
      return refuse('BRIDGE_PAUSED', failure.detail, WAYS_OF_STEP);
    default:
      return refuse('BRIDGE_UNREACHABLE', `${name} gave no usable answer (${failure.code})`, WAYS_OF_STEP);
  }
};
