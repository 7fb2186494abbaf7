import type { z } from 'zod';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type Asset, assetById } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { spokePool } from '../_across/spoke-pool.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { askJson } from './ask-api.ts';
import { amountVerdict, type SuggestedFees, suggestedFees, type ToldFees } from './schemas.ts';
import { sharesFit } from './shares.ts';
import { vendorError } from './vendor-error.ts';

/** How long a deposit waits for its fill where the answer does not say: half of what the pool allows, which is six hours. */
const USUAL_FILL_SECONDS = 10_800;

/** The token that stands for an asset in Across: a native ether travels as WETH. Other native coins are not carried. */
export const tokenOf = (asset: Asset): Asset | undefined => {
  if (asset.address !== NATIVE_ADDRESS) return asset;
  return asset.symbol === 'ETH' ? assetById(`${chainById(asset.chainId)?.slug}:WETH`) : undefined;
};

/**
 * Asks GET /suggested-fees and believes nothing it did not ask for: the answer must name the pools of the address book, and
 * the same tokens, chains and decimals unless it is of the earlier kind that names none. `recipient` matters for the gas that the API expects a fill to cost.
 */
export const askSuggestedFees = async (
  context: BridgeContext,
  question: QuoteQuestion,
  recipient?: string,
): Promise<Result<SuggestedFees, QuoteFailure>> => {
  const { corridor, amountIn } = question;
  const input = tokenOf(corridor.from);
  const output = tokenOf(corridor.to);
  const ends = [input, output].map((asset) => (asset === undefined ? undefined : spokePool(asset.chainId)));
  if (input === undefined || output === undefined || input.chainId === output.chainId || ends.includes(undefined)) {
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
  const answer = await askJson(context, `/suggested-fees?${parameters}`);
  if (!answer.ok) return answer;
  if (answer.value.status >= 300) return err(vendorError(answer.value, input));
  const limited = checkAmount(answer.value.json, { input, output, amountIn });
  if (!limited.ok) return limited;
  const parsed = suggestedFees.safeParse(answer.value.json);
  if (!parsed.success) return fail('MALFORMED_ANSWER', issueOf(parsed.error));
  const wrong = otherParts(parsed.data);
  return wrong === undefined ? completed(parsed.data, { input, output, amountIn }) : fail('MALFORMED_ANSWER', wrong);
};

/** The parts that a fee's total is made of, and the total. */
export const partsOf = ({ lpFee, relayerCapitalFee, relayerGasFee, totalRelayFee }: ToldFees) => [
  lpFee,
  relayerCapitalFee,
  relayerGasFee,
  totalRelayFee,
];

/**
 * The answer with what earlier ones left to their reader. Where it does not say what is delivered, that is the amount less the fee, and the
 * shares beside the fee's parts must show that it was worked out for this amount.
 */
const completed = (told: ToldFees, { input, output, amountIn }: Asked): Result<SuggestedFees, QuoteFailure> => {
  const fillDeadline = told.fillDeadline ?? told.timestamp + USUAL_FILL_SECONDS;
  if (told.outputAmount !== undefined) return ok({ ...told, outputAmount: told.outputAmount, fillDeadline });
  const parts = partsOf(told);
  if (input.decimals !== output.decimals || parts.some(({ pct }) => pct === undefined) || !sharesFit(parts, amountIn)) {
    return fail('MALFORMED_ANSWER', `names no output amount, and a fee that is none of ${amountIn}`);
  }
  return ok({ ...told, outputAmount: amountIn - told.totalRelayFee.total, fillDeadline });
};

interface Ask {
  readonly input: Asset;
  readonly output: Asset;
}
type Asked = Ask & { readonly amountIn: bigint };

/** Whether the answer is about what was asked, and the amount lies within the limits that it names. */
const checkAmount = (json: unknown, { amountIn, ...ask }: Asked): Result<void, QuoteFailure> => {
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

/** The tokens, chains and decimals, where they are named, and the pools of the address book, always. */
const otherTokens = (told: z.infer<typeof amountVerdict>, { input, output }: Ask): string | undefined => {
  if ((told.inputToken === undefined) !== (told.outputToken === undefined)) return 'only one of the two tokens is named';
  for (const [name, asked] of [
    ['inputToken', input],
    ['outputToken', output],
  ] as const) {
    const named = told[name];
    if (named === undefined) continue;
    const { chainId, address, decimals } = named;
    if (chainId !== asked.chainId) return `${name} is on chain ${chainId}, asked was ${asked.chainId}`;
    if (!sameAddress(address, asked.address)) return `${name} is ${address}, asked was ${asked.address}`;
    if (decimals !== asked.decimals) return `${name} has ${decimals} decimals, ${asked.id} has ${asked.decimals}`;
  }
  if (!sameAddress(told.spokePoolAddress, spokePool(input.chainId))) {
    return `an unknown spoke pool ${told.spokePoolAddress} on the origin chain`;
  }
  if (!sameAddress(told.destinationSpokePoolAddress, spokePool(output.chainId))) {
    return `an unknown spoke pool ${told.destinationSpokePoolAddress} on the destination chain`;
  }
  return undefined;
};

const otherParts = (fees: ToldFees): string | undefined => {
  if ((fees.outputAmount === undefined) !== (fees.inputToken === undefined)) return 'tokens without an amount, or an amount without tokens';
  const parts = fees.lpFee.total + fees.relayerCapitalFee.total + fees.relayerGasFee.total;
  return parts === fees.totalRelayFee.total ? undefined : `the fee's parts come to ${parts}, its total is ${fees.totalRelayFee.total}`;
};
