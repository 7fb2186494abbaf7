import type { TransferJson } from '../api/transfer.ts';

/** A deposit that a reorg took and nobody filled: only a memory, once its transaction is mined again under another id. */
export const isGone = ({ depositRemoved, state }: TransferJson): boolean => depositRemoved && state === 'PENDING';

/** Whether these bytes of a transfer may be of one that is gone: most are not, and need not be read for it. Within a text its quotes would be escaped. */
export const mayBeGone = (json: Buffer): boolean => json.includes('"depositRemoved":true');

const names = (text: string, ...of: (string | null)[]): boolean => of.some((one) => one?.toLowerCase() === text);

/** What a transfer can be found by: a transaction of either side, or one that its user sent further. */
export const transactionsOf = (transfer: TransferJson): readonly (string | null)[] => {
  const { originTransaction, destinationTransaction, refundTransaction, userSteps = [] } = transfer;
  return [originTransaction, destinationTransaction, refundTransaction, ...userSteps.map(({ transaction }) => transaction)];
};

/**
 * After a reorg a bridge may give a dropped deposit's id to another deposit. The key then tells of that one, and what once led to it
 * leads there no more. `hash` is lower case.
 */
export const hasTransaction =
  (hash: string) =>
  (transfer: TransferJson): boolean =>
    names(hash, ...transactionsOf(transfer));

/** Whether this address, in lower case, sends or receives it. */
export const hasParty =
  (party: string) =>
  (transfer: TransferJson): boolean =>
    names(party, transfer.sender, transfer.recipient);

/** Of transfers with one transaction, first those that stand on chain. */
export const firstWhatStands = (a: TransferJson, b: TransferJson): number =>
  Number(isGone(a)) - Number(isGone(b)) || (a.transferKey < b.transferKey ? -1 : 1);
