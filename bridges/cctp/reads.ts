import type { RecordedRead, TransferReference } from '../_kit/port.ts';
import { allowanceFacts } from './allowance.ts';
import { readBurnMessage } from './burn-message.ts';
import { chainOfDomain } from './contracts.ts';
import { quote } from './quote.ts';
import { irisMessages } from './schemas.ts';
import { status } from './status.ts';

/** A message says where it comes from; the testnets have the same domains. */
const transfer = (json: unknown): TransferReference | undefined => {
  const parsed = irisMessages.safeParse(json);
  const [message] = parsed.success ? parsed.data.messages : [];
  if (message === undefined) return undefined;
  const domain = readBurnMessage(message.message ?? '')?.sourceDomain ?? Number(message.decodedMessage?.sourceDomain ?? Number.NaN);
  const originChainId = chainOfDomain(domain);
  return originChainId === undefined ? undefined : { originChainId, ...(message.eventNonce == null ? {} : { id: message.eventNonce }) };
};

export const reads: Readonly<Record<string, RecordedRead>> = {
  // The allowance is another endpoint's answer, and stays unknown.
  'burn-usdc-fees': { gives: 'quote', isAnswerTo: (url) => url.includes('/v2/burn/USDC/fees/'), read: quote },
  'fast-burn-allowance': { gives: 'facts', read: allowanceFacts },
  messages: { gives: 'transfer', transfer, read: status },
};
