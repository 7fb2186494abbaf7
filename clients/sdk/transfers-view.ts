import type { TransferJson, UnseenTransferJson } from '#schemas/api/transfer.ts';
import type { FeedProblem } from './feed-protocol.ts';

/** Which transfers: one by its key, those of a transaction (either side's, or a step's), those of an address, or, with none of them, all. */
export interface TransfersRequest {
  readonly transferKey?: string | undefined;
  readonly transaction?: string | undefined;
  readonly address?: string | undefined;
}

/**
 * What a subscription to transfers shows. `waiting`: nothing has arrived yet. `live`: this is what the server knows.
 * `stale`: it was; the connection was lost and is being sought again. `refused`: the server does not serve this; `problem` says why.
 */
export interface TransfersView {
  readonly status: 'waiting' | 'live' | 'stale' | 'refused';
  readonly problem?: FeedProblem;
  /** Newest first. Live and empty means that none is known. */
  readonly transfers: readonly TransferJson[];
  /** The transaction that was asked for, while no chain has shown it; it is being looked for. */
  readonly unseen?: UnseenTransferJson;
}

export const NO_TRANSFERS: TransfersView = { status: 'waiting', transfers: [] };

/** As many as the server sends first. A page that stays open for weeks holds no more; older ones are for REST's pages. */
const HELD_MAX = 100;

type Told = TransferJson | UnseenTransferJson;
type Held = Pick<TransfersView, 'transfers' | 'unseen'>;

const isSeen = (told: Told): told is TransferJson => 'transferKey' in told;

/** As the server lists them: by the deposit's block, the newest first. */
const newestFirst = (a: TransferJson, b: TransferJson): number =>
  Date.parse(b.startedAt) - Date.parse(a.startedAt) || (a.transferKey < b.transferKey ? 1 : -1);

/** What is held after an update: of each transfer its highest version, whatever the order in which they came. */
export const withTold = (held: Held, told: readonly Told[]): Held => {
  const byKey = new Map(held.transfers.map((transfer) => [transfer.transferKey, transfer]));
  for (const transfer of told.filter(isSeen)) {
    const known = byKey.get(transfer.transferKey);
    if (known === undefined || transfer.version >= known.version) byKey.set(transfer.transferKey, transfer);
  }
  const transfers = [...byKey.values()].sort(newestFirst).slice(0, HELD_MAX);
  // As soon as a chain has shown it the transaction is one of the transfers.
  const unseen = transfers.length > 0 ? undefined : (told.find((one): one is UnseenTransferJson => !isSeen(one)) ?? held.unseen);
  return { transfers, ...(unseen && { unseen }) };
};
