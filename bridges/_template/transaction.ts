import type { Result } from '#core/result.ts';
import { notWritten } from '../_kit/not-written.ts';
import type { BridgeTransaction, TransactionFailure } from '../_kit/to-sign.ts';

/** The call to sign for a quote, which enforces what the caller accepts. */
export const transaction = async (): Promise<Result<BridgeTransaction, TransactionFailure>> => notWritten('transaction');
