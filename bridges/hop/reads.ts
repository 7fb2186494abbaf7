import type { RecordedRead, TransferReference } from '../_kit/port.ts';
import { corridors } from './corridors.ts';
import { quote } from './quote.ts';
import { transferStatuses } from './schemas.ts';
import { status } from './status.ts';

const transfer = (json: unknown): TransferReference | undefined => {
  const parsed = transferStatuses.safeParse(json);
  const told = Array.isArray(parsed.data) ? parsed.data[0] : parsed.data;
  if (told === undefined) return undefined;
  return {
    originChainId: told.sourceChainId,
    ...(told.transferId ? { id: told.transferId } : { transactionHash: told.transactionHash ?? '' }),
  };
};

export const reads: Readonly<Record<string, RecordedRead>> = {
  // The answer names neither chains nor token: the question has to be given.
  quote: { gives: 'quote', isAnswerTo: (url) => !url.includes('available-liquidity'), read: quote },
  'transfer-status': { gives: 'transfer', transfer, read: status },
  'available-routes': { gives: 'corridors', read: corridors },
};
