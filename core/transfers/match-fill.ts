import type { ChainEvent } from '../domain/chain-event.ts';

/** What a fill repeats of its deposit, where its bridge says it at all. */
const REPEATED = [
  'originChainId',
  'destinationChainId',
  'inputToken',
  'outputToken',
  'inputAmount',
  'outputAmount',
  'depositor',
  'recipient',
  'fillDeadline',
] as const;

const ANY_TOKEN = /^0x0+$/;

const agrees = (name: (typeof REPEATED)[number], deposited: string | undefined, filled: string | undefined): boolean => {
  if (deposited === undefined || filled === undefined) return true;
  // A deposit may leave the token to the bridge: it is then whatever the bridge pairs with the input.
  if (name === 'outputToken' && ANY_TOKEN.test(deposited)) return true;
  return deposited.toLowerCase() === filled.toLowerCase();
};

/**
 * Whether a fill fills this deposit. Anybody may fill a deposit that never was under an id that is taken (Across lets the filler write all
 * of it), so the id alone proves nothing: what both sides say must be the same.
 */
export const fills = (fill: ChainEvent, deposit: ChainEvent): boolean => {
  const destination = deposit.fields.destinationChainId;
  if (destination !== undefined && destination !== String(fill.chainId)) return false;
  return REPEATED.every((name) => agrees(name, deposit.fields[name], fill.fields[name]));
};
