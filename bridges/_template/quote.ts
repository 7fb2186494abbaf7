import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import type { Result } from '#core/result.ts';
import { notWritten } from '../_kit/not-written.ts';

/** Asks what an amount would deliver: `context.http` or `context.rpc` in, one answer or one failure of the closed list out. */
export const quote = async (): Promise<Result<QuoteAnswer, QuoteFailure>> => notWritten('quote');
