import { corridorOf } from '#core/domain/corridor.ts';
import type { QuoteQuestion, RecordedRead, TransferReference } from '../_kit/port.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import { corridors } from './corridors.ts';
import { quote } from './quote.ts';
import { intentStatus, quoteAnswer } from './schemas.ts';
import { status } from './status.ts';

/** A quote names its tokens and the amount that it takes. */
const question = (json: unknown): QuoteQuestion | undefined => {
  const parsed = quoteAnswer.safeParse(json);
  if (!parsed.success) return undefined;
  const { currencyIn, currencyOut } = parsed.data.details;
  const from = vendorAsset(currencyIn.currency);
  const to = vendorAsset(currencyOut.currency);
  if (from === undefined || to === undefined || from.id === to.id || currencyIn.amount <= 0n) return undefined;
  return { corridor: corridorOf(from, to), amountIn: currencyIn.amount };
};

const transfer = (json: unknown): TransferReference | undefined => {
  const parsed = intentStatus.safeParse(json);
  if (!parsed.success || !parsed.data.originChainId) return undefined;
  return {
    originChainId: parsed.data.originChainId,
    ...(parsed.data.requestId ? { id: parsed.data.requestId } : {}),
  };
};

export const reads: Readonly<Record<string, RecordedRead>> = {
  quote: { gives: 'quote', question, read: quote },
  'intents-status-v3': { gives: 'transfer', transfer, read: status },
  // Deprecated; the same answer but for the name of its time.
  'intents-status': { gives: 'transfer', transfer, read: status },
  chains: { gives: 'corridors', read: corridors },
};
