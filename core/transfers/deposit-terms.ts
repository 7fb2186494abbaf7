import { assetByAddress } from '../domain/asset.ts';
import { chainById } from '../domain/chain.ts';
import type { ChainEvent } from '../domain/chain-event.ts';

/** What was agreed when the money left, as the deposit says it; where there is none, as its fill repeats it. */
export interface Terms {
  readonly originChainId: number | null;
  readonly destinationChainId: number | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly sender: string | null;
  readonly recipient: string | null;
  readonly amountIn: bigint | null;
  readonly amountQuoted: bigint | null;
  readonly amountUpdated: bigint | null;
  readonly fillDeadlineMs: number | null;
}

const AMOUNT = /^\d{1,78}$/;

/** An amount that a decoder read; null when it read none. */
export const amountField = (event: ChainEvent | undefined, name: string): bigint | null => {
  const text = event?.fields[name];
  return text !== undefined && AMOUNT.test(text) ? BigInt(text) : null;
};

const chainField = (event: ChainEvent | undefined, name: string): number | null => {
  const chainId = Number(event?.fields[name]);
  return Number.isSafeInteger(chainId) && chainId > 0 ? chainId : null;
};

const assetOf = (chainId: number | null, address: string | undefined): string | null => {
  if (chainId === null || address === undefined) return null;
  return assetByAddress(chainId, address)?.id ?? `${chainById(chainId)?.slug ?? chainId}:${address}`;
};

/** A deadline beyond this is no date; the bridge then has none. */
const DEADLINE_SECONDS_MAX = 8_640_000_000_000;

/** A moment that a decoder read, in ms; null when it read none. */
export const secondsField = (event: ChainEvent | undefined, name: string): number | null => {
  const seconds = Number(event?.fields[name]);
  return seconds > 0 && seconds <= DEADLINE_SECONDS_MAX ? seconds * 1_000 : null;
};

/** `bridge:originChainId:id` names the origin when no event does. */
const originOfKey = (transferKey: string): number | null => {
  const chainId = Number(transferKey.split(':')[1]);
  return Number.isSafeInteger(chainId) && chainId > 0 ? chainId : null;
};

/** `fill` fills in what the deposit does not say, and stands for it where it was not seen. `speedUp` is the latest change of its depositor's. */
export const termsOf = (
  transferKey: string,
  { deposit, fill, speedUp }: { deposit: ChainEvent | undefined; fill: ChainEvent | undefined; speedUp: ChainEvent | undefined },
): Terms => {
  const source = deposit ?? fill;
  const originChainId = deposit?.chainId ?? chainField(fill, 'originChainId') ?? originOfKey(transferKey);
  const destinationChainId = chainField(deposit, 'destinationChainId') ?? fill?.chainId ?? null;
  return {
    originChainId,
    destinationChainId,
    from: assetOf(originChainId, source?.fields.inputToken ?? fill?.fields.inputToken),
    to: assetOf(destinationChainId, fill?.fields.outputToken ?? source?.fields.outputToken),
    sender: source?.fields.depositor ?? null,
    recipient: fill?.fields.deliveredTo ?? speedUp?.fields.updatedRecipient ?? source?.fields.recipient ?? null,
    amountIn: amountField(source, 'inputAmount'),
    amountQuoted: amountField(source, 'outputAmount'),
    // Anybody may sign a change for a number that is another's deposit: without the deposit nobody knows whose it is.
    amountUpdated: deposit === undefined ? null : amountField(speedUp, 'updatedOutputAmount'),
    fillDeadlineMs: secondsField(source, 'fillDeadline'),
  };
};
