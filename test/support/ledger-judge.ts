import type { Hex } from 'viem';
import type { TransferReader } from '#platform/redis/transfer-reader.ts';
import type { TransferJson } from '#schemas/api/transfer.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';
import type { LedgerEntry, SentTransfer } from '#simnet/traffic/ledger.ts';

/** What the simnet's ledger and the chains say of a transfer, in the words of its view. */
interface Verdict {
  readonly state: string;
  readonly amountDelivered: string | null;
}

const isSent = (entry: LedgerEntry): entry is SentTransfer => entry.kind === 'sent';
const isGone = ({ depositRemoved }: TransferJson): boolean => depositRemoved;

/** Those that were sent and stand on their chain; what a reorg dropped for good has no receipt. */
export const standingOf = async (entries: readonly LedgerEntry[], links: readonly ChainLink[]): Promise<readonly SentTransfer[]> => {
  const sent = entries.filter(isSent);
  const standing = new Set<string>();
  for (const { chain, rpc } of links) {
    const hashes = sent.flatMap(({ originChainId, originTransaction }) => (originChainId === chain.chainId ? [[originTransaction]] : []));
    const receipts = await rpc.callEach<{ status: Hex; transactionHash: string } | null>('eth_getTransactionReceipt', hashes);
    for (const receipt of receipts) if (receipt?.status === '0x1') standing.add(receipt.transactionHash);
  }
  return sent.filter(({ originTransaction }) => standing.has(originTransaction));
};

/** Undefined while the money is under way. */
const verdictOn = (entries: readonly LedgerEntry[], { id, amountQuoted, amountIn }: SentTransfer): Verdict | undefined => {
  const end = entries.find((entry) => entry.kind !== 'sent' && entry.id === id);
  if (end === undefined || end.kind === 'sent') return undefined;
  // Both are to the base unit, so a delivery of anything else than what was quoted is no verdict that a view could meet.
  if (end.kind === 'arrived') return { state: 'COMPLETED', amountDelivered: end.amount === amountQuoted ? end.amount : 'not as quoted' };
  return { state: 'REFUNDED', amountDelivered: end.amount === amountIn ? null : 'not all of it' };
};

/** Everything in which the views differ from the ledger; empty when each transfer is there once, in its state, with its amount. */
export const differences = async (options: {
  readonly entries: readonly LedgerEntry[];
  readonly standing: readonly SentTransfer[];
  readonly reader: TransferReader;
}): Promise<readonly string[]> => {
  const { entries, standing, reader } = options;
  const found: string[] = [];
  for (const transfer of standing) {
    const verdict = verdictOn(entries, transfer);
    const views = (await reader.byTransaction(transfer.originTransaction)).filter((view) => !isGone(view));
    const told = views.map(({ state, amountDelivered }) => `${state} ${amountDelivered}`);
    const asked = verdict === undefined ? 'an end' : `${verdict.state} ${verdict.amountDelivered}`;
    if (told.join(' and ') !== asked)
      found.push(`${transfer.bridge} ${transfer.originTransaction}: ${told.join(' and ') || 'no view'}, not ${asked}`);
  }
  const listed = await everybody(reader);
  const known = new Set(standing.map(({ originTransaction }) => originTransaction));
  for (const view of listed) {
    if (!isGone(view) && !known.has(view.originTransaction ?? '')) found.push(`${view.transferKey}: ${view.state}, and nobody sent it`);
  }
  const keys = listed.map(({ transferKey }) => transferKey);
  if (new Set(keys).size !== keys.length) found.push('the list of all names a transfer twice');
  if (listed.filter((view) => !isGone(view)).length !== standing.length) found.push(`${listed.length} listed, ${standing.length} stand`);
  return found;
};

const PAGE = 100;

const everybody = async (reader: TransferReader): Promise<readonly TransferJson[]> => {
  const all: TransferJson[] = [];
  for (let page = await reader.page(undefined, { limit: PAGE }); ; page = await reader.page(undefined, { limit: PAGE, after: page.next })) {
    all.push(...page.transfers.map(({ json }) => JSON.parse(json.toString()) as TransferJson));
    if (page.next === undefined) return all;
  }
};
