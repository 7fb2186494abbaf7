import { checksumAddress } from '#core/domain/address.ts';
import { amountForUsd, parseAmount } from '#core/domain/amount.ts';
import { bookKey, type Corridor, parseCorridorEnds } from '#core/domain/corridor.ts';
import { type InputError, inputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';

/** Which book somebody asks for. */
export interface Question {
  readonly corridor: Corridor;
  readonly amountIn: bigint;
  readonly key: string;
}

/** USD a whole unit of what is priced under this id; undefined when there is no live price. */
export type PriceOf = (priceId: string) => number | undefined;

/** Up to twelve digits: a trillion USD is more than any bridge has seen. */
const USD_WISH = /^(0|[1-9]\d{0,11})(\.\d{1,6})?$/;

const amountWorth = (amountUsd: string, corridor: Corridor, pointer: string, priceOf: PriceOf): Result<bigint, InputError> => {
  const usd = USD_WISH.test(amountUsd) ? Number(amountUsd) : 0;
  if (usd <= 0) {
    return err(
      inputError('INVALID_AMOUNT', pointer, 'write USD as a decimal string above zero, at most six places, for example "1000" or "99.5"'),
    );
  }
  const price = priceOf(corridor.from.priceId);
  if (price === undefined) {
    return err(
      inputError(
        'PRICE_UNAVAILABLE',
        pointer,
        `there is no live price of ${corridor.from.symbol} now; give amountIn, or try again in a few seconds`,
      ),
    );
  }
  return ok(amountForUsd(usd, corridor.from.decimals, price));
};

/** Reads from, to and exactly one of the two amounts. `prefix` is the pointer to the object that holds them. */
export const parseQuestion = (
  asked: { from: string; to: string; amountIn?: string | undefined; amountUsd?: string | undefined },
  prefix: string,
  priceOf: PriceOf,
): Result<Question, InputError> => {
  const corridor = parseCorridorEnds(asked.from, asked.to, { from: `${prefix}/from`, to: `${prefix}/to` });
  if (!corridor.ok) return corridor;
  const { amountIn, amountUsd } = asked;
  if (amountIn !== undefined && amountUsd !== undefined) {
    return err(inputError('INVALID_PARAMETER', `${prefix}/amountUsd`, 'give amountIn or amountUsd, not both'));
  }
  if (amountUsd === undefined && amountIn === undefined) {
    return err(inputError('MISSING_PARAMETER', `${prefix}/amountIn`, 'give amountIn (base units) or amountUsd'));
  }
  const amount =
    amountUsd === undefined
      ? parseAmount(amountIn ?? '', `${prefix}/amountIn`)
      : amountWorth(amountUsd, corridor.value, `${prefix}/amountUsd`, priceOf);
  if (!amount.ok) return amount;
  return ok({ corridor: corridor.value, amountIn: amount.value, key: bookKey(corridor.value.id, amount.value) });
};

/** Refuses what is no address; undefined is fine. */
export const checkAddress = (text: string | undefined, pointer: string): InputError | undefined =>
  text === undefined || checksumAddress(text) !== undefined
    ? undefined
    : inputError('INVALID_ADDRESS', pointer, 'not an address: write 0x and 40 hex digits, with a right EIP-55 checksum or all lower case');
