import { toUsd } from '#core/domain/amount.ts';
import { assetById } from '#core/domain/asset.ts';
import type { Leg } from '#core/domain/route.ts';
import type { UserStep } from '#core/domain/user-step.ts';
import type { MarketView } from '#core/ranking/market-view.ts';
import type { ByteWriter } from './byte-writer.ts';

interface Paid {
  readonly kind: string;
  readonly asset: string;
  readonly amount: bigint;
}

const writePaid = (paid: readonly Paid[], market: MarketView, writer: ByteWriter): void => {
  for (let index = 0; index < paid.length; index += 1) {
    const { kind, asset, amount } = paid[index] as Paid;
    const known = assetById(asset);
    const price = known && market.priceUsd(known);
    // `kind` comes from our own closed lists; an asset's name comes from outside and may hold anything.
    writer.text(index === 0 ? '{"kind":"' : ',{"kind":"');
    writer.text(kind);
    writer.text('","asset":');
    writer.quoted(asset);
    writer.text(',"amount":"');
    writer.amount(amount);
    writer.text('","usd":"');
    writer.usd(known === undefined || price === undefined ? 0 : toUsd(amount, known.decimals, price));
    writer.text('"}');
  }
};

const writeUserSteps = (steps: readonly UserStep[], writer: ByteWriter): void => {
  writer.text('],"userSteps":[');
  for (let index = 0; index < steps.length; index += 1) {
    const { kind, chainId, afterSeconds, gas } = steps[index] as UserStep;
    writer.text(index === 0 ? '{"kind":"' : ',{"kind":"');
    writer.text(kind);
    writer.text('","chainId":');
    writer.number(chainId);
    writer.text(',"afterSeconds":');
    writer.number(afterSeconds);
    writer.text(',"gas":"');
    writer.amount(gas);
    writer.text('"}');
  }
  writer.text(']}');
};

/** Writes a leg of a route. `market` gives fees their USD. */
export const writeLeg = (leg: Leg, market: MarketView, writer: ByteWriter): void => {
  writer.text('{"kind":"');
  writer.text(leg.kind);
  writer.text('","venue":');
  writer.quoted(leg.venue);
  if (leg.via !== undefined) {
    writer.text(',"via":');
    writer.quoted(leg.via);
  }
  writer.text(',"from":');
  writer.quoted(leg.from);
  writer.text(',"to":');
  writer.quoted(leg.to);
  writer.text(',"amountIn":"');
  writer.amount(leg.amountIn);
  writer.text('","amountOut":"');
  writer.amount(leg.amountOut);
  writer.text('","fees":[');
  writePaid(leg.fees, market, writer);
  if (leg.rebate !== 0n) {
    writer.text('],"rebate":"');
    writer.amount(leg.rebate);
    writer.text('","surcharges":[');
  } else writer.text('],"surcharges":[');
  writePaid(leg.surcharges, market, writer);
  if (leg.userSteps === undefined) writer.text(']}');
  else writeUserSteps(leg.userSteps, writer);
};
