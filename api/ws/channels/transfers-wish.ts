import { checksumAddress } from '#core/domain/address.ts';
import { type InputError, inputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import { ALL_KEY, transfersParams } from '#schemas/api/feed.ts';
import { inputIssue } from '../../input/input-issue.ts';
import { isTransactionHash } from '../../transfers/transfer-id.ts';
import type { Wish } from './channel.ts';

/** A bridge's id and what follows it: nothing else can be a key, least of all the one that stands for all transfers. */
const TRANSFER_KEY = /^[^:]+:./;

/** Whose transfers are looked at; the key is the transfer's, the hash, the address, or `*`. */
export interface TransfersWish extends Wish {
  readonly by: 'transferKey' | 'transaction' | 'address' | 'all';
}

/** Reads the params of `subscribe`. */
export const parseTransfersWish = (params: unknown): Result<TransfersWish, InputError> => {
  const parsed = transfersParams.safeParse(params ?? {});
  if (!parsed.success) return err(inputIssue(parsed.error, params, '/params'));
  const { transferKey, transaction, address } = parsed.data;
  const given = Object.keys(parsed.data);
  if (given.length > 1) {
    const detail = `give at most one of transferKey, transaction and address; none means all`;
    return err(inputError('INVALID_PARAMETER', `/params/${given[1]}`, detail));
  }
  const wish = (by: TransfersWish['by'], key: string, shown: Wish['params']) => ok<TransfersWish>({ by, key, params: shown });
  if (transferKey !== undefined) {
    if (TRANSFER_KEY.test(transferKey)) return wish('transferKey', transferKey, { transferKey });
    const detail = 'not a transfer key: write bridge:chain:id, for example across:1:4711';
    return err(inputError('INVALID_PARAMETER', '/params/transferKey', detail));
  }
  if (transaction !== undefined) {
    const hash = transaction.toLowerCase();
    if (isTransactionHash(hash)) return wish('transaction', hash, { transaction: hash });
    return err(inputError('INVALID_PARAMETER', '/params/transaction', 'not a transaction hash: write 0x and 64 hex digits'));
  }
  if (address === undefined) return wish('all', ALL_KEY, {});
  const checked = checksumAddress(address);
  if (checked !== undefined) return wish('address', checked, { address: checked });
  const detail = 'not an address: write 0x and 40 hex digits, with a right EIP-55 checksum or all lower case';
  return err(inputError('INVALID_ADDRESS', '/params/address', detail));
};

/** A hash or an address as `subscribed` gives it. */
export const canonicalTransfersKey = (key: string): string => {
  const hash = key.toLowerCase();
  return isTransactionHash(hash) ? hash : (checksumAddress(key) ?? key);
};
