import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type Asset, assetById } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext, QuoteQuestion } from '../_kit/port.ts';
import { readJson } from '../_kit/read-json.ts';
import { spokePool } from './contracts.ts';
import { amountVerdict, type SuggestedFees, suggestedFees } from './schemas.ts';
import { vendorError } from './vendor-error.ts';

/** The token that stands for an asset in Across: a native ether travels as WETH. Other native coins are not carried. */
export const tokenOf = (asset: Asset): Asset | undefined => {
  if (asset.address !== NATIVE_ADDRESS) return asset;
  return asset.symbol === 'ETH' ? assetById(`${chainById(asset.chainId)?.slug}:WETH`) : undefined;
};

/**
 * Asks GET /suggested-fees and believes nothing it did not ask for: the answer must name the same tokens, chains and decimals, and
 * the pools of the address book. `recipient` matters for the gas that the API expects a fill to cost.
 */
export const askSuggestedFees = async (
  context: BridgeContext,
  question: QuoteQuestion,
  recipient?: string,
): Promise<Result<SuggestedFees, QuoteFailure>> => {
  const { corridor, amountIn } = question;
  const input = tokenOf(corridor.from);
  const output = tokenOf(corridor.to);
  if (input === undefined || output === undefined || input.chainId === output.chainId) {
    return fail('UNSUPPORTED_ROUTE', `Across does not carry ${corridor.id}`);
  }
  const parameters = new URLSearchParams({
    inputToken: input.address,
    outputToken: output.address,
    originChainId: String(input.chainId),
    destinationChainId: String(output.chainId),
    amount: String(amountIn),
    ...(recipient === undefined ? {} : { recipient }),
  });
  const url = `${context.endpoints.across}/suggested-fees?${parameters}`;
  const answer = readJson(await context.http.request({ url, signal: context.signal }), context.now());
  if (!answer.ok) return answer;
  if (answer.value.status >= 300) return err(vendorError(answer.value, input));
  const limited = checkAmount(answer.value.json, { input, output, amountIn });
  if (!limited.ok) return limited;
  const parsed = suggestedFees.safeParse(answer.value.json);
  if (!parsed.success) return fail('MALFORMED_ANSWER', issueOf(parsed.error));
  const wrong = mismatch(parsed.data, { input, output });
  return wrong === undefined ? ok(parsed.data) : fail('MALFORMED_ANSWER', wrong);
};

interface Ask {
  readonly input: Asset;
  readonly output: Asset;
}

/** Whether the answer is about what was asked, and the amount lies within the limits that it names. */
const checkAmount = (json: unknown, { amountIn, ...ask }: Ask & { amountIn: bigint }): Result<void, QuoteFailure> => {
  const parsed = amountVerdict.safeParse(json);
  if (!parsed.success) return fail('MALFORMED_ANSWER', issueOf(parsed.error));
  const other = otherTokens(parsed.data, ask);
  if (other !== undefined) return fail('MALFORMED_ANSWER', other);
  const { isAmountTooLow, limits } = parsed.data;
  const { minDeposit, maxDeposit } = limits;
  if (minDeposit < 0n || maxDeposit < 0n) return fail('MALFORMED_ANSWER', 'a limit is negative');
  if (maxDeposit === 0n) return fail('INSUFFICIENT_LIQUIDITY', 'nothing can be deposited now', { limit: 0n });
  if (isAmountTooLow || amountIn < minDeposit) {
    return fail('AMOUNT_TOO_LOW', `${amountIn} is too low; at least ${minDeposit}`, { limit: minDeposit });
  }
  if (amountIn > maxDeposit) return fail('AMOUNT_TOO_HIGH', `${amountIn} is too high; at most ${maxDeposit}`, { limit: maxDeposit });
  return ok(undefined);
};

const sameAddress = (left: string, right: string | undefined): boolean => left.toLowerCase() === right?.toLowerCase();

const otherTokens = (told: Pick<SuggestedFees, 'inputToken' | 'outputToken'>, { input, output }: Ask): string | undefined => {
  for (const [name, asked] of [
    ['inputToken', input],
    ['outputToken', output],
  ] as const) {
    const { chainId, address, decimals } = told[name];
    if (chainId !== asked.chainId) return `${name} is on chain ${chainId}, asked was ${asked.chainId}`;
    if (!sameAddress(address, asked.address)) return `${name} is ${address}, asked was ${asked.address}`;
    if (decimals !== asked.decimals) return `${name} has ${decimals} decimals, ${asked.id} has ${asked.decimals}`;
  }
  return undefined;
};

const mismatch = (fees: SuggestedFees, { input, output }: Ask): string | undefined => {
  if (!sameAddress(fees.spokePoolAddress, spokePool(input.chainId)))
    return `an unknown spoke pool ${fees.spokePoolAddress} on the origin chain`;
  if (!sameAddress(fees.destinationSpokePoolAddress, spokePool(output.chainId))) {
    return `an unknown spoke pool ${fees.destinationSpokePoolAddress} on the destination chain`;
  }
  const parts = fees.lpFee.total + fees.relayerCapitalFee.total + fees.relayerGasFee.total;
  if (parts !== fees.totalRelayFee.total) return `the fee's parts come to ${parts}, its total is ${fees.totalRelayFee.total}`;
  return undefined;
};
