import { corridorOf } from '#core/domain/corridor.ts';
import type { QuoteQuestion, RecordedRead, TransferReference } from '../_kit/port.ts';
import { apiAsset, apiQuote, quotes } from './api-quotes.ts';
import { chainIdOfEid } from './contracts.ts';
import { scanned, stargatesOwn, status } from './status.ts';

/** Every quote of the API repeats what it is a quote for. */
const question = (json: unknown): QuoteQuestion | undefined => {
  const parsed = quotes.safeParse(json);
  const told = parsed.success ? parsed.data.quotes.find((one) => 'srcAmount' in one) : undefined;
  if (told === undefined || !('srcAmount' in told) || typeof told.srcAmount !== 'bigint') return undefined;
  const { srcChainKey, srcToken, dstChainKey, dstToken, srcAmount } = told;
  const from = apiAsset(String(srcChainKey), String(srcToken));
  const to = apiAsset(String(dstChainKey), String(dstToken));
  return from === undefined || to === undefined || from.id === to.id ? undefined : { corridor: corridorOf(from, to), amountIn: srcAmount };
};

const transfer = (json: unknown): TransferReference | undefined => {
  const parsed = scanned.safeParse(json);
  const told = parsed.success ? stargatesOwn(parsed.data.data) : undefined;
  return told === undefined ? undefined : { originChainId: chainIdOfEid(told.pathway.srcEid) ?? 0, id: told.guid };
};

const scan: RecordedRead = { gives: 'transfer', transfer, read: status };

export const reads: Readonly<Record<string, RecordedRead>> = {
  quotes: { gives: 'quote', question, read: apiQuote },
  'scan-messages-tx': scan,
  'scan-messages-guid': scan,
  'messages-tx': scan,
  'messages-guid': scan,
};
