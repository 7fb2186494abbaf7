import { issueOf } from '../_kit/fields.ts';
import type { RecordedRead, TransferReference } from '../_kit/port.ts';
import { questionTold } from '../_kit/question-told.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { corridors } from './corridors.ts';
import { quote } from './quote.ts';
import { requests } from './requests.ts';
import { intentStatus, quoteAnswer, requestList } from './schemas.ts';
import { status } from './status.ts';

/** For an answer that does not say where the transfer starts; a request is not asked by its chain. */
const UNTOLD_CHAIN = 0;

/** A quote names its tokens and the amount that it takes. */
const question = (json: unknown): QuoteQuestion | string => {
  const parsed = quoteAnswer.safeParse(json);
  if (!parsed.success) return `/quote/v2: ${issueOf(parsed.error)}`;
  const { currencyIn, currencyOut } = parsed.data.details;
  return questionTold(currencyIn.currency, currencyOut.currency, currencyIn.amount);
};

const transfer = (json: unknown): TransferReference | undefined => {
  const parsed = intentStatus.safeParse(json);
  if (!parsed.success || !parsed.data.originChainId) return undefined;
  return {
    originChainId: parsed.data.originChainId,
    ...(parsed.data.requestId ? { id: parsed.data.requestId } : {}),
  };
};

/** Of a list of requests the first. */
const listed = (json: unknown): TransferReference | undefined => {
  const parsed = requestList.safeParse(json);
  const [first] = parsed.success ? parsed.data.requests : [];
  return first && { originChainId: first.data?.inTxs?.[0]?.chainId ?? UNTOLD_CHAIN, id: first.id };
};

export const reads: Readonly<Record<string, RecordedRead>> = {
  quote: { gives: 'quote', question, read: quote },
  'intents-status-v3': { gives: 'transfer', transfer, read: status },
  // Deprecated; the same answer but for the name of its time.
  'intents-status': { gives: 'transfer', transfer, read: status },
  'requests-v2': { gives: 'transfer', transfer: listed, read: requests },
  chains: { gives: 'corridors', read: corridors },
};
