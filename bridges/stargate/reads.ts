import { corridorOf } from '#core/domain/corridor.ts';
import { issueOf } from '../_kit/fields.ts';
import type { RecordedRead, TransferReference } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { chainIdOfEid } from '../_stargate/contracts.ts';
import { apiAsset, apiQuote, firstQuote, quotesIn } from './api-quotes.ts';
import { scanned, stargatesOwn, status } from './status.ts';

/** Every quote of the API repeats what it is a quote for. */
const question = (json: unknown): QuoteQuestion | string | undefined => {
  const entries = quotesIn(json);
  if (entries === undefined) return undefined;
  const told = firstQuote(entries);
  if (told === undefined) return undefined;
  if (!told.success) return `/quotes: ${issueOf(told.error)}`;
  const { srcChainKey, srcToken, dstChainKey, dstToken, srcAmount } = told.data;
  const from = apiAsset(srcChainKey, srcToken);
  const to = apiAsset(dstChainKey, dstToken);
  if (from === undefined || to === undefined) return `a quote for ${srcToken} on ${srcChainKey} to ${dstToken} on ${dstChainKey}`;
  return from.id === to.id ? `from ${from.id} to ${to.id}` : { corridor: corridorOf(from, to), amountIn: srcAmount };
};

const transfer = (json: unknown): TransferReference | undefined => {
  const parsed = scanned.safeParse(json);
  const told = parsed.success ? stargatesOwn(parsed.data.data) : undefined;
  const transactionHash = told?.source?.tx?.txHash;
  const named = told?.guid ? { id: told.guid } : transactionHash ? { transactionHash } : undefined;
  return told && named && { originChainId: chainIdOfEid(told.pathway.srcEid) ?? 0, ...named };
};

const scan: RecordedRead = { gives: 'transfer', transfer, read: status };

export const reads: Readonly<Record<string, RecordedRead>> = {
  quotes: { gives: 'quote', question, read: apiQuote },
  'scan-messages-tx': scan,
  'scan-messages-guid': scan,
  'messages-tx': scan,
  'messages-guid': scan,
};
