import type { ChainEvent } from '../domain/chain-event.ts';

/** What an event repeats of its deposit, where it says it at all. */
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

const agrees = (name: (typeof REPEATED)[number], deposited: string | undefined, said: string | undefined): boolean => {
  if (deposited === undefined || said === undefined) return true;
  // A deposit may leave the token to the bridge: it is then whatever the bridge pairs with the input.
  if (name === 'outputToken' && ANY_TOKEN.test(deposited)) return true;
  return deposited.toLowerCase() === said.toLowerCase();
};

/**
 * Whether an event means this deposit and not another one that has, or had, its number: all that both say must be the same. A deposit that
 * a reorg moves to another block keeps its terms, so they tell deposits of one key apart where the ids of their logs would not.
 */
export const sameTerms = (event: ChainEvent, deposit: ChainEvent): boolean =>
  REPEATED.every((name) => agrees(name, deposit.fields[name], event.fields[name]));

/** The terms of a deposit as another event repeats them. */
export const termsRepeated = (deposit: ChainEvent): Readonly<Record<string, string>> =>
  Object.fromEntries(REPEATED.flatMap((name) => (deposit.fields[name] === undefined ? [] : [[name, deposit.fields[name]]])));
