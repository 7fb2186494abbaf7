import { parseUnits } from 'viem';
import type { Asset } from '#core/domain/asset.ts';
import type { FailureCode, QuoteFailure } from '#core/domain/quote.ts';
import { failure } from '../_kit/failure.ts';
import type { JsonAnswer } from '../_kit/read-json.ts';
import { apiError } from './schemas.ts';

/** The API's own codes (api/_errors.ts of across-protocol/frontend) in ours. What is not here is an UPSTREAM_ERROR. */
const CODES: Readonly<Record<string, FailureCode>> = {
  AMOUNT_TOO_LOW: 'AMOUNT_TOO_LOW',
  AMOUNT_TOO_HIGH: 'AMOUNT_TOO_HIGH',
  ROUTE_NOT_ENABLED: 'UNSUPPORTED_ROUTE',
  SWAP_LIQUIDITY_INSUFFICIENT: 'INSUFFICIENT_LIQUIDITY',
  SWAP_QUOTE_UNAVAILABLE: 'UNSUPPORTED_ROUTE',
  UPSTREAM_GATEWAY_TIMEOUT: 'UPSTREAM_TIMEOUT',
};

/** What has no code of its own is said in words: everything before codes existed, and an INVALID_PARAM of a relayer without funds. */
const WORDS: readonly (readonly [RegExp, FailureCode])[] = [
  [/amount is too low/i, 'AMOUNT_TOO_LOW'],
  [/exceeds max\. deposit/i, 'AMOUNT_TOO_HIGH'],
  [/route is not enabled|unsupported token|unable to find tokenDetails/i, 'UNSUPPORTED_ROUTE'],
  [/enough funds to support this deposit/i, 'INSUFFICIENT_LIQUIDITY'],
  [/deposits are paused/i, 'PAUSED'],
];

/** `Amount exceeds max. deposit limit: 1234.5 USDC`: the maximum, in whole tokens. The document's example has a dash for the colon, and USDzC. */
const MAXIMUM = /deposit limit[:-] (\d+(?:\.\d+)?) (\w+)/;

/** The maximum that the API's words name, when it is in the asset that was asked about; it writes ETH and WETH for one another. */
const limitIn = (message: string, asset: Asset | undefined): bigint | null => {
  const [, amount, symbol] = MAXIMUM.exec(message) ?? [];
  const same = (one: string | undefined) => one?.replace(/[^A-Z]/g, '').replace(/^WETH$/, 'ETH');
  return amount === undefined || asset === undefined || same(symbol) !== same(asset.symbol) ? null : parseUnits(amount, asset.decimals);
};

/** A 4xx of the API as a failure, with its own words beside our code. `asset` is what was to be sent. */
export const vendorError = ({ status, json }: JsonAnswer, asset?: Asset): QuoteFailure => {
  const parsed = apiError.safeParse(json);
  if (!parsed.success) return failure('UPSTREAM_ERROR', `HTTP ${status}: ${JSON.stringify(json)}`);
  const { code, message, limits } = parsed.data;
  const known = Object.hasOwn(CODES, code) ? CODES[code] : WORDS.find(([pattern]) => pattern.test(message))?.[1];
  const named = known === 'AMOUNT_TOO_HIGH' ? (limits?.maxDeposit ?? limitIn(message, asset)) : null;
  const limit = known === 'AMOUNT_TOO_LOW' ? (limits?.minDeposit ?? null) : named;
  return failure(known ?? 'UPSTREAM_ERROR', code === '' ? message : `${code}: ${message}`, { limit });
};
