import type { MarketEvent } from '#core/domain/market.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { MarketEventRecord } from '../generated/market-event.ts';
import { FieldError, readAmount, readNumber, readTime } from './amount.ts';

/** A record of the topic `market` as the domain's event, or in words what is wrong with it. */
export const marketEventFromRecord = ({ observedAtMs, price, gas }: MarketEventRecord): Result<MarketEvent, string> => {
  if ((price === null) === (gas === null)) return err('a market event carries a price or a gas price, exactly one of the two');
  try {
    readTime(observedAtMs, 'observedAtMs');
    if (price !== null) return ok({ kind: 'price', priceId: price.priceId, usd: readNumber(price.usd, 'usd'), observedAtMs });
    if (gas !== null) return ok({ kind: 'gas', chainId: gas.chainId, weiPerGas: readAmount(gas.weiPerGas, 'weiPerGas'), observedAtMs });
    return err('a market event carries a price or a gas price');
  } catch (error) {
    if (error instanceof FieldError) return err(error.message);
    throw error;
  }
};

/** A market event as a record of the topic `market`. */
export const marketEventToRecord = (event: MarketEvent): MarketEventRecord => ({
  observedAtMs: event.observedAtMs,
  price: event.kind === 'price' ? { priceId: event.priceId, usd: event.usd } : null,
  gas: event.kind === 'gas' ? { chainId: event.chainId, weiPerGas: event.weiPerGas.toString() } : null,
});

/** What keys a market event in its compacted topic: the price id, or the chain's EIP-155 id. */
export const marketEventKey = (event: MarketEvent): string => (event.kind === 'price' ? event.priceId : String(event.chainId));
