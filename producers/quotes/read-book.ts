import { parseAmount } from '#core/domain/amount.ts';
import { bookKey, corridorById } from '#core/domain/corridor.ts';

/** A book's key as it should be, or undefined: demand is written by others, and one bad member must not stop the planner. */
export const readBook = (key: string): string | undefined => {
  const at = key.lastIndexOf('@');
  const corridor = at > 0 ? corridorById(key.slice(0, at)) : undefined;
  const amount = parseAmount(key.slice(at + 1), '/amountIn');
  return corridor !== undefined && amount.ok ? bookKey(corridor.id, amount.value) : undefined;
};
