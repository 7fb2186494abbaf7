import { parseAmount } from '#core/domain/amount.ts';
import { bookKey, type Corridor, parseCorridor } from '#core/domain/corridor.ts';
import { type InputError, inputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';

/** A book as a caller names it by its key. */
export interface NamedBook {
  readonly corridor: Corridor;
  readonly amountIn: bigint;
  /** As we write it. */
  readonly key: string;
}

/** Reads `from>to@amountIn`, each asset in any of the ways in which it may be written. */
export const parseBookKey = (text: string, pointer: string): Result<NamedBook, InputError> => {
  const at = text.lastIndexOf('@');
  if (at < 0) return err(inputError('INVALID_CORRIDOR', pointer, 'write a key as from>to@amountIn, as `subscribed` gave it'));
  const corridor = parseCorridor(text.slice(0, at), pointer);
  if (!corridor.ok) return corridor;
  const amountIn = parseAmount(text.slice(at + 1), pointer);
  if (!amountIn.ok) return amountIn;
  return ok({ corridor: corridor.value, amountIn: amountIn.value, key: bookKey(corridor.value.id, amountIn.value) });
};

/** A key of a book as we write it; as it is where it names none. */
export const canonicalBookKey = (text: string): string => {
  const book = parseBookKey(text, '/key');
  return book.ok ? book.value.key : text;
};
