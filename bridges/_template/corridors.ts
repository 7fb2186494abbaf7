import type { QuoteFailure } from '#core/domain/quote.ts';
import type { Result } from '#core/result.ts';
import { notWritten } from '../_kit/not-written.ts';
import type { SupportedCorridor } from '../_kit/port.ts';

/** What is served now, between assets of the registry. */
export const corridors = async (): Promise<Result<readonly SupportedCorridor[], QuoteFailure>> => notWritten('corridors');
