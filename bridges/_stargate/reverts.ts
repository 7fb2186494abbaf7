import { explainBy, type RevertTable } from '../_kit/explain-revert.ts';
import { errorsAbi } from './abi.ts';

const NO_WAY = { code: 'UNSUPPORTED_ROUTE', detail: 'Stargate does not go there' } as const;

/** Every error of the ABI has its meaning here: a new one does not compile without. */
const REASONS: RevertTable & Readonly<Record<(typeof errorsAbi)[number]['name'], RevertTable[string]>> = {
  Path_InsufficientCredit: { code: 'LIMIT', detail: 'the path has less credit than this amount' },
  Stargate_SlippageTooHigh: { code: 'QUOTE_MOVED', detail: 'the pool now delivers less than the accepted minimum' },
  SlippageExceeded: { code: 'QUOTE_MOVED', detail: 'the pool now delivers less than the accepted minimum' },
  Stargate_InvalidAmount: { code: 'LIMIT', detail: 'the amount is below the smallest step that is carried' },
  Stargate_InvalidPath: NO_WAY,
  Stargate_Paused: { code: 'PAUSED', detail: 'the pool is paused' },
  Stargate_InsufficientFare: { code: 'QUOTE_EXPIRED', detail: 'a seat in the bus now costs more than this quote pays' },
  Bus_InvalidFare: { code: 'UNSUPPORTED_ROUTE', detail: 'no bus goes there now' },
  Bus_QueueFull: { code: 'LIMIT', detail: 'as many as may wait for this bus are waiting' },
  NoPeer: NO_WAY,
  LZ_DefaultSendLibUnavailable: NO_WAY,
  LZ_DefaultReceiveLibUnavailable: NO_WAY,
  LZ_UnsupportedEid: NO_WAY,
  LZ_InsufficientFee: { code: 'QUOTE_EXPIRED', detail: 'the message now costs more than this quote pays' },
  NotEnoughNative: { code: 'QUOTE_EXPIRED', detail: 'the message now costs more than this quote pays' },
  Transfer_TransferFailed: { code: 'INSUFFICIENT_BALANCE', detail: 'the token does not move: the balance or the allowance is too small' },
};

export const explainRevert = explainBy(errorsAbi, REASONS);
