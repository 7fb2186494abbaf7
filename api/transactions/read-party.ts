import { checksumAddress, NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type InputError, inputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import { checkAddress } from '../input/question.ts';

/** A party of a transfer, checksummed: an address, and not the zero address, from which nobody signs and to which money is lost. */
export const readParty = (text: string, pointer: string): Result<string, InputError> => {
  const wrong = checkAddress(text, pointer);
  if (wrong !== undefined) return err(wrong);
  const address = checksumAddress(text) ?? NATIVE_ADDRESS;
  return address === NATIVE_ADDRESS
    ? err(inputError('INVALID_ADDRESS', pointer, 'the zero address stands for a native coin and is nobody; give an account’s address'))
    : ok(address);
};
