import { formatUnits } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { Asset } from '#core/domain/asset.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import { keyHeaders } from '../_kit/key-headers.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { readJson } from '../_kit/read-json.ts';
import { NOBODY } from './contracts.ts';
import { manifest } from './manifest.ts';
import { quoteAnswer, type RelayAmount, type RelayQuote } from './schemas.ts';
import { vendorError } from './vendor-error.ts';

interface Parties {
  readonly sender: string;
  readonly recipient: string;
  /** How far below the quote Relay may pay out before it refunds instead, basis points. Relay's own choice where absent. */
  readonly slippageBps?: number;
  /** By a plain transfer to an address of the request's own. */
  readonly byAddress?: boolean;
}

/**
 * Asks POST /quote/v2 and believes nothing it did not ask for: the answer must name the same tokens, chains and decimals, carry the
 * amount that was asked, and write each amount alike in base and in whole units. `refundTo` is the sender: without it nothing is refunded.
 */
export const askQuote = async (
  context: BridgeContext,
  { corridor, amountIn }: QuoteQuestion,
  parties?: Parties,
): Promise<Result<RelayQuote, QuoteFailure>> => {
  const { from, to } = corridor;
  if (from.chainId === to.chainId) return fail('UNSUPPORTED_ROUTE', `${corridor.id} stays on its chain`);
  const sender = parties?.sender ?? NOBODY;
  const answer = readJson(
    await context.http.request({
      url: `${context.endpoints.relay}/quote/v2`,
      method: 'POST',
      headers: headersOf(context),
      body: JSON.stringify({
        user: sender,
        recipient: parties?.recipient ?? sender,
        refundTo: sender,
        originChainId: from.chainId,
        destinationChainId: to.chainId,
        originCurrency: from.address,
        destinationCurrency: to.address,
        amount: String(amountIn),
        tradeType: 'EXACT_INPUT',
        // Bound to this request, not to be used again, and for the exact amount; `refundTo` is then demanded (docs.relay.link/features/deposit-addresses).
        ...(parties?.byAddress === true ? { useDepositAddress: true, strict: true } : {}),
        ...(parties?.slippageBps === undefined ? {} : { slippageTolerance: String(parties.slippageBps) }),
      }),
      signal: context.signal,
    }),
    context.now(),
  );
  if (!answer.ok) return answer;
  if (answer.value.status >= 300) return err(vendorError(answer.value));
  const parsed = quoteAnswer.safeParse(answer.value.json);
  if (!parsed.success) return fail('MALFORMED_ANSWER', `/quote/v2: ${issueOf(parsed.error)}`);
  const wrong = mismatch(parsed.data, { from, to, amountIn });
  return wrong === undefined ? ok(parsed.data) : fail('MALFORMED_ANSWER', wrong);
};

/** What every request carries; the key where there is one. */
export const headersOf = ({ apiKeys }: BridgeContext): Record<string, string> => ({
  'content-type': 'application/json',
  ...keyHeaders(manifest, apiKeys),
});

const mismatch = ({ details, fees, steps }: RelayQuote, ask: { from: Asset; to: Asset; amountIn: bigint }): string | undefined => {
  const { currencyIn, currencyOut } = details;
  const amounts = Object.entries({ currencyIn, currencyOut, ...fees });
  for (const [name, told] of amounts) {
    const wrong = told ? wronglyWritten(told) : undefined;
    if (wrong !== undefined) return `${name}: ${wrong}`;
  }
  const other = otherToken('currencyIn', currencyIn, ask.from) ?? otherToken('currencyOut', currencyOut, ask.to);
  if (other !== undefined) return other;
  if (currencyIn.amount !== ask.amountIn) return `it takes ${currencyIn.amount}, asked was ${ask.amountIn}`;
  return otherDeposit(steps, ask);
};

/** Amounts stand there in base and in whole units; one that was tampered with, or is in the wrong units, no longer fits itself. */
const wronglyWritten = ({ amount, amountFormatted, currency }: RelayAmount): string | undefined => {
  if (amountFormatted === undefined || amountFormatted === null) return undefined;
  const whole = formatUnits(amount, currency.decimals);
  return trimmed(amountFormatted) === whole ? undefined : `${amount} is ${whole} and not ${amountFormatted}`;
};

/** `0.0` and `1.50` as viem writes them. */
const trimmed = (text: string): string => {
  const [whole = '', decimals = ''] = text.split('.');
  const rest = decimals.replace(/0+$/, '');
  const plain = rest === '' ? whole : `${whole}.${rest}`;
  return plain === '-0' ? '0' : plain;
};

const otherToken = (name: string, { currency }: RelayAmount, asked: Asset): string | undefined => {
  if (currency.chainId !== asked.chainId) return `${name} is on chain ${currency.chainId}, asked was ${asked.chainId}`;
  if (currency.address.toLowerCase() !== asked.address.toLowerCase()) return `${name} is ${currency.address}, asked was ${asked.address}`;
  if (currency.decimals !== asked.decimals) return `${name} has ${currency.decimals} decimals, ${asked.id} has ${asked.decimals}`;
  return undefined;
};

/** What is to be sent must be sent on the origin chain, and of its coin just the amount that was asked. */
const otherDeposit = (steps: RelayQuote['steps'], { from, amountIn }: { from: Asset; amountIn: bigint }): string | undefined => {
  const calls = steps.flatMap(({ items }) => items.flatMap(({ data }) => data ?? []));
  const elsewhere = calls.find(({ chainId }) => typeof chainId === 'number' && chainId !== from.chainId);
  if (elsewhere !== undefined) return `a step is for chain ${elsewhere.chainId}, asked was ${from.chainId}`;
  const values = calls.flatMap(({ value }) => value ?? []);
  const sent = values.reduce((sum, value) => sum + value, 0n);
  const expected = from.address === NATIVE_ADDRESS ? amountIn : 0n;
  return values.length > 0 && sent !== expected ? `its steps send ${sent} of the coin, not ${expected}` : undefined;
};
