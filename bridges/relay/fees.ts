import type { Asset } from '#core/domain/asset.ts';
import type { Fee, QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import type { RelayAmount, RelayQuote } from './schemas.ts';

type Taken = Pick<QuoteAnswer, 'fees' | 'rebate'>;

/** USD figures are rounded and prices move between two lines of one answer: they agree when they lie no further apart than this. */
const USD_SHARE = 0.2;
const USD_LEAST = 0.05;

/** Worth the same: one price, or on a chain that we do not know, one name. */
const alike = (a: Asset, b: Asset): boolean => a.priceId === b.priceId || a.symbol === b.symbol;

/**
 * What is taken on the way, part by part. `relayer` is the sum of `relayerGas` and `relayerService`; the service fee can be negative, and is
 * then a rebate. Between assets of one price all parts come to what is missing from the amount; what is left over is a swap's cost where the
 * answer itself says that there is one (`expandedPriceImpact.swap`), and a contradiction where it does not.
 */
export const takenOf = (told: RelayQuote, question: QuoteQuestion): Result<Taken, QuoteFailure> => {
  const { relayer, relayerGas, relayerService, app } = told.fees;
  const { from, to } = question.corridor;
  const wrong = contradiction(told, question);
  if (wrong !== undefined) return fail('MALFORMED_ANSWER', wrong);
  const parts: Fee[] = [];
  const carried: boolean[] = [];
  for (const [kind, part] of [
    ['relayer-gas', relayerGas],
    ['solver', relayerService],
    ['integrator', app],
  ] as const) {
    const asset = part ? vendorAsset(part.currency) : undefined;
    if (!part || asset === undefined || (kind === 'integrator' && part.amount === 0n)) continue;
    parts.push({ kind, asset: asset.id, amount: part.amount });
    carried.push(part.amount === 0n || alike(asset, from));
  }
  if (!alike(from, to)) return ok(withoutNegative(parts, 0n));
  return carried.every(Boolean) ? closed(told, question, parts) : inOtherMoney(told, question, relayer);
};

/** What must hold whatever is sold for what. */
const contradiction = ({ fees }: RelayQuote, { corridor }: QuoteQuestion): string | undefined => {
  const { relayer, relayerGas, relayerService } = fees;
  if (relayer.amount !== relayerGas.amount + relayerService.amount) {
    return `fees.relayer is ${relayer.amount}, its parts come to ${relayerGas.amount + relayerService.amount}`;
  }
  if (relayerGas.amount < 0n) return `fees.relayerGas is negative: ${relayerGas.amount}`;
  if ((fees.app?.amount ?? 0n) < 0n) return `fees.app is negative: ${fees.app?.amount}`;
  const chains = [corridor.from.chainId, corridor.to.chainId];
  for (const [name, part] of Object.entries({ relayer, relayerGas, relayerService, app: fees.app })) {
    if (!part) continue;
    const asset = vendorAsset(part.currency);
    if (asset === undefined || !chains.includes(asset.chainId)) return `fees.${name} is in no currency of either chain`;
    if (asset.decimals !== part.currency.decimals)
      return `fees.${name} has ${part.currency.decimals} decimals, ${asset.id} has ${asset.decimals}`;
  }
  const money = new Set(
    [relayer, relayerGas, relayerService].map(({ currency }) => `${currency.chainId}:${currency.address.toLowerCase()}`),
  );
  return money.size === 1 ? undefined : 'the parts of fees.relayer are in several currencies';
};

/** A negative service fee is paid to the user. */
const withoutNegative = (parts: readonly Fee[], rebate: bigint): Taken => ({
  fees: parts.map((part) => (part.amount < 0n ? { ...part, amount: 0n } : part)),
  rebate,
});

const decimalsOf = (told: RelayQuote): number =>
  Math.max(
    told.details.currencyIn.currency.decimals,
    told.details.currencyOut.currency.decimals,
    ...Object.values(told.fees).flatMap((part) => (part ? [part.currency.decimals] : [])),
  );

/** Everything is in the money that is carried: the parts close the sum. */
const closed = (told: RelayQuote, { corridor }: QuoteQuestion, parts: readonly Fee[]): Result<Taken, QuoteFailure> => {
  const { currencyIn, currencyOut } = told.details;
  const { relayer, relayerService, app, subsidized } = told.fees;
  const { from, to } = corridor;
  const finest = decimalsOf(told);
  const scaled = ({ amount, currency }: RelayAmount): bigint => amount * 10n ** BigInt(finest - currency.decimals);
  const paid = app && app.amount > 0n ? scaled(app) : 0n;
  const left = scaled(currencyIn) - scaled(currencyOut) - scaled(relayer) - paid;
  const negative = relayerService.amount < 0n ? -scaled(relayerService) : 0n;
  const sponsored = subsidized && left < 0n && left === -scaled(subsidized) ? -left : 0n;
  const rebated = negative + sponsored;
  const unit = 10n ** BigInt(finest - to.decimals);
  if (rebated % unit !== 0n) return fail('MALFORMED_ANSWER', 'what is given back is no whole unit of the output token');
  const taken = withoutNegative(parts, rebated / unit);
  // What contradicts itself with listed tokens is judged with every other answer; nobody else looks at the rest.
  if (left <= 0n) {
    return left === 0n || sponsored > 0n || from.priceId === to.priceId
      ? ok(taken)
      : fail('MALFORMED_ANSWER', 'more comes out than the fees leave');
  }
  if (!costsASwap(told, left, finest))
    return fail('MALFORMED_ANSWER', `the fees leave ${left} of the amount (${finest} decimals) unexplained`);
  return ok({ ...taken, fees: [...taken.fees, swapFee(left, finest, corridor)] });
};

const swapFee = (amount: bigint, finest: number, { from, to }: QuoteQuestion['corridor'], kind: Fee['kind'] = 'swap'): Fee => {
  const asset = amount % 10n ** BigInt(finest - from.decimals) === 0n ? from : to;
  return { kind, asset: asset.id, amount: amount / 10n ** BigInt(finest - asset.decimals) };
};

/** USD of an amount by the answer's own figures; undefined where it gives none. */
const usd = (part: RelayAmount | null | undefined): number | undefined => {
  if (!part) return 0;
  return part.amountUsd === undefined || part.amountUsd === null ? undefined : Number(part.amountUsd);
};

const near = (a: number, b: number): boolean => Math.abs(a - b) <= Math.max(USD_LEAST, USD_SHARE * Math.max(Math.abs(a), Math.abs(b)));

const costsASwap = ({ details }: RelayQuote, left: bigint, finest: number): boolean => {
  const told = details.expandedPriceImpact?.swap?.usd;
  const { currencyIn } = details;
  const whole = usd(currencyIn);
  if (told === undefined || told === null || whole === undefined || currencyIn.amount <= 0n) return false;
  const unit = 10n ** BigInt(finest - currencyIn.currency.decimals);
  return Number(told) < 0 && near(-Number(told), (whole * Number(left)) / Number(currencyIn.amount * unit));
};

/**
 * The fee is told in a coin that is worth something else than what is carried, so its parts cannot be put into units of the amount without a
 * price of ours. What is missing is then one fee, if the answer's own USD figures agree that the fees come to it.
 */
const inOtherMoney = (told: RelayQuote, { corridor }: QuoteQuestion, relayer: RelayAmount): Result<Taken, QuoteFailure> => {
  const { currencyIn, currencyOut } = told.details;
  const figures = [usd(currencyIn), usd(currencyOut), usd(relayer), usd(told.fees.app)];
  const [inUsd, outUsd, relayerUsd, appUsd] = figures;
  if (inUsd === undefined || outUsd === undefined || relayerUsd === undefined || appUsd === undefined) {
    return fail('MALFORMED_ANSWER', 'the fees are in another coin, and nothing says what they are worth');
  }
  if (!near(inUsd - outUsd, relayerUsd + appUsd)) {
    return fail('MALFORMED_ANSWER', `the fees come to ${relayerUsd + appUsd} USD, what is missing to ${inUsd - outUsd} USD`);
  }
  const finest = decimalsOf(told);
  const scaled = ({ amount, currency }: RelayAmount): bigint => amount * 10n ** BigInt(finest - currency.decimals);
  const missing = scaled(currencyIn) - scaled(currencyOut);
  const unit = 10n ** BigInt(finest - Math.max(corridor.from.decimals, corridor.to.decimals));
  if (missing < 0n) return ok({ fees: [], rebate: -missing / 10n ** BigInt(finest - corridor.to.decimals) });
  return ok({ fees: [swapFee(missing - (missing % unit), finest, corridor, 'solver')], rebate: 0n });
};
