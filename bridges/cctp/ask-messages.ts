import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { getJson, vendorError } from './ask-api.ts';
import { type IrisMessage, irisMessages } from './schemas.ts';

/**
 * Asks GET /v2/messages/{source}; `query` names a transaction or a nonce. None where Circle has not seen the burn yet, which it says by 404 or by an
 * empty list. Not to be asked for one transfer more often than every 5 s.
 */
export const askMessages = async (
  context: BridgeContext,
  source: number,
  query: string,
): Promise<Result<readonly IrisMessage[], QuoteFailure>> => {
  const answer = await getJson(context, `/v2/messages/${source}?${query}`);
  if (!answer.ok) return answer;
  if (answer.value.status === 404) return ok([]);
  if (answer.value.status >= 300) return err(vendorError(answer.value));
  const parsed = irisMessages.safeParse(answer.value.json);
  return parsed.success ? ok(parsed.data.messages) : fail('MALFORMED_ANSWER', `/v2/messages: ${issueOf(parsed.error)}`);
};
