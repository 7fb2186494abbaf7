import type { UnseenTransferJson } from '#schemas/api/transfer.ts';

/** Said where a miss may only mean that the history could not be asked. */
export const HISTORY_AWAY =
  'nothing of the last week is known, and the history, which holds what is older, is out of reach right now; try again in a few seconds';

/** What is said of a transaction that nobody has seen. */
export const unseen = (hash: string, historyAway: boolean): UnseenTransferJson => ({
  state: 'PENDING',
  seenOnChain: false,
  transaction: hash.toLowerCase(),
  ...(historyAway ? { note: HISTORY_AWAY } : {}),
});
