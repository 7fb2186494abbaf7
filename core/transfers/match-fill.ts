import type { ChainEvent } from '../domain/chain-event.ts';
import { sameTerms } from './same-terms.ts';

/**
 * Whether a fill fills this deposit. Anybody may fill a deposit that never was under an id that is taken (Across lets the filler write all
 * of it), so the id alone proves nothing: what both sides say must be the same.
 */
export const fills = (fill: ChainEvent, deposit: ChainEvent): boolean => {
  const destination = deposit.fields.destinationChainId;
  if (destination !== undefined && destination !== String(fill.chainId)) return false;
  return sameTerms(fill, deposit);
};
