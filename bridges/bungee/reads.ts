import { ASSETS } from '#core/domain/asset.ts';
import { issueOf } from '../_kit/fields.ts';
import type { RecordedRead, TransferReference } from '../_kit/port.ts';
import { questionTold } from '../_kit/question-told.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import { corridors } from './corridors.ts';
import { earlierRequests } from './earlier-requests.ts';
import { quote } from './quote.ts';
import { quoted, status as statusSchema } from './schemas.ts';
import { status } from './status.ts';

/** At least so long before the first of its routes expires was an answer given, or it would have been of no use. */
const USABLE_MS = 30_000;

/** For an answer that does not say where the transfer starts; it is not asked by its chain. */
const UNTOLD_CHAIN = 0;

/** Every answer repeats what was asked, but for the token that is wanted where it has no route: then it is taken to be the like of the one that was given. */
const question = (json: unknown): QuoteQuestion | string | undefined => {
  const parsed = quoted.safeParse(json);
  if (!parsed.success) return `/quote: ${issueOf(parsed.error)}`;
  const { input, destinationChainId, routes } = parsed.data.result;
  const from = vendorAsset(input.token);
  const like = ASSETS.find(({ chainId, symbol }) => chainId === destinationChainId && symbol === from?.symbol);
  const to = routes[0]?.output.token ?? like;
  return to && questionTold(input.token, to, input.amount);
};

const answeredAtMs = (json: unknown): number | undefined => {
  const parsed = quoted.safeParse(json);
  const expiries = parsed.success ? parsed.data.result.routes.map(({ expiresAt }) => expiresAt) : [];
  return expiries.length === 0 ? undefined : Math.min(...expiries) * 1_000 - USABLE_MS;
};

const transfer = (json: unknown): TransferReference | undefined => {
  const earlier = earlierRequests(json);
  const parsed = statusSchema.safeParse(earlier === undefined ? json : { result: earlier[0] });
  if (!parsed.success) return undefined;
  const { quoteId, origin } = parsed.data.result;
  return { originChainId: origin?.chainId ?? UNTOLD_CHAIN, id: quoteId };
};

export const reads: Readonly<Record<string, RecordedRead>> = {
  quote: { gives: 'quote', question, answeredAtMs, read: quote },
  status: { gives: 'transfer', transfer, read: status },
  'tokens-list': { gives: 'corridors', read: corridors },
};
