import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { RelayQuote } from './schemas.ts';

const ID = /^0x[0-9a-fA-F]{64}$/;

/**
 * The number of the request, by which its status is asked, and that of its order, which the depository's log names: two numbers, as
 * docs.relay.link/references/protocol/guides/for-apps has it. Earlier answers name no order; the depository then got the request's.
 */
export const requestOf = ({ steps, protocol }: RelayQuote): Result<{ requestId: string; orderId: string }, QuoteFailure> => {
  const deposits = steps.filter(({ id }) => id === 'deposit');
  const checked = deposits.flatMap(({ items }) => items.flatMap(({ check }) => check?.endpoint ?? []));
  const told = [
    ...deposits.flatMap(({ requestId }) => requestId ?? []),
    ...checked.flatMap((endpoint) => URL.parse(endpoint, 'http://relay')?.searchParams.get('requestId') ?? []),
  ];
  const [requestId] = told;
  if (requestId === undefined || !ID.test(requestId)) return fail('MALFORMED_ANSWER', 'the deposit names no request');
  const other = told.find((id) => id.toLowerCase() !== requestId.toLowerCase());
  if (other !== undefined) return fail('MALFORMED_ANSWER', `the deposit is for the request ${requestId} and for ${other}`);
  return ok({ requestId: requestId.toLowerCase(), orderId: (protocol?.v2?.orderId ?? requestId).toLowerCase() });
};
